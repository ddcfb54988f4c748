// The viewer: pictures of a page one at a time, large. Where a browser has no
// <dialog>, and without this script, each picture is a link to its large file.
(() => {
  const template = document.querySelector('template[data-viewer]');
  if (!template || !window.HTMLDialogElement || !HTMLDialogElement.prototype.showModal) return;
  const links = [...document.querySelectorAll('main figure a')].filter(
    (a) => a.querySelector('img') && /\.(webp|jpe?g|png|gif|svg)$/i.test(a.pathname));
  if (!links.length) return;

  let dialog, find, at, leaving; // leaving: Back is on its way to where no picture is shown

  // An entry of the history that says which picture is shown: Back closes.
  const entry = () => history.state && history.state.picture;
  const is = (i) => Number.isInteger(i) && links[i];

  // A layout that lacks a part has one that nobody sees.
  function make() {
    dialog = template.content.querySelector('dialog').cloneNode(true);
    find = (name) => dialog.querySelector('.' + name) || document.createElement('a');
    document.body.append(dialog);
    find('previous').onclick = () => go(at - 1);
    find('next').onclick = () => go(at + 1);
    find('close').onclick = () => dialog.close();
    find('previous').hidden = find('next').hidden = links.length < 2;
    find('stage').onclick = zoom;
    dialog.onkeydown = key;
    dialog.onclose = closed;
    swipes(find('stage'));
    if (window.visualViewport) visualViewport.addEventListener('resize', free);
  }

  function show(i) {
    if (!dialog) make();
    at = i;
    const link = links[i], figure = link.closest('figure'), small = link.querySelector('img');
    const img = new Image();
    img.alt = small.alt;
    img.src = link.href;
    find('stage').replaceChildren(img);
    const caption = figure.querySelector('figcaption'), words = find('words');
    words.lang = figure.closest('[lang]').lang;
    words.replaceChildren(...(caption ? caption.cloneNode(true).childNodes : []));
    const said = find('said'), put = { number: i + 1, count: links.length };
    said.dataset.say = said.dataset.say || said.textContent;
    said.textContent = said.dataset.say.replace(/\{(\w+)\}/g, (_, name) => put[name]);
    find('seen').textContent = put.number + ' / ' + put.count;
    find('large').href = link.href;
    find('previous').setAttribute('aria-disabled', i === 0);
    find('next').setAttribute('aria-disabled', i === links.length - 1);
    dialog.classList.remove('near');
    free();
    if (!dialog.open) {
      dialog.showModal();
      dialog.focus(); // on a button, the Enter that opened it would count twice
    }
    for (const near of [links[i + 1], links[i - 1]]) if (near) new Image().src = near.href;
  }

  function go(i) {
    if (!is(i) || i === at) return;
    history.replaceState({ picture: i }, '');
    show(i);
  }

  function closed() {
    if (dialog.open) return; // Forward was quicker than the news of closing
    if (is(entry()) && !leaving) {
      leaving = true;
      history.back();
    }
    find('stage').replaceChildren();
    links[at].focus();
  }

  function key(e) {
    if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: links.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    go(to);
  }

  // Whoever has come nearer moves about with one finger, and does not turn.
  const pinched = () => window.visualViewport && visualViewport.scale > 1.05;
  const free = () => dialog.classList.toggle('free', dialog.classList.contains('near') || pinched());

  function zoom(e) {
    const img = e.target, stage = find('stage');
    if (img === stage) return;
    const near = !dialog.classList.contains('near');
    if (near && img.naturalWidth <= img.width && img.naturalHeight <= img.height) return;
    const x = e.offsetX / img.width, y = e.offsetY / img.height;
    dialog.classList.toggle('near', near);
    free();
    stage.scrollTo(x * stage.scrollWidth - stage.clientWidth / 2, y * stage.scrollHeight - stage.clientHeight / 2);
  }

  function swipes(stage) {
    let from;
    stage.addEventListener('touchstart', (e) => {
      from = e.touches.length === 1 && !dialog.classList.contains('free') && e.touches[0];
    }, { passive: true });
    stage.addEventListener('touchend', (e) => {
      if (!from || pinched()) return;
      const to = e.changedTouches[0], x = to.clientX - from.clientX, y = to.clientY - from.clientY;
      from = null;
      if (Math.abs(x) > 40 && Math.abs(x) > 2 * Math.abs(y)) go(x < 0 ? at + 1 : at - 1);
    }, { passive: true });
  }

  document.addEventListener('click', (e) => {
    if (e.defaultPrevented || e.button || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    const i = links.indexOf(e.target.closest('a'));
    if (i < 0) return;
    e.preventDefault();
    history.scrollRestoration = 'manual';
    history.pushState({ picture: i }, '');
    show(i);
  });

  addEventListener('popstate', () => {
    if (is(entry())) {
      show(entry());
    } else if (dialog && (dialog.open || leaving)) { // a link to a part of the page comes here too
      if (dialog.open) dialog.close();
      history.scrollRestoration = 'auto';
      setTimeout(() => links[at].focus()); // where the address has #part, the browser thinks of that
    }
    leaving = false;
  });

  if (is(entry())) show(entry());
})();
