// What a page can do beyond being read: text size and contrast, a copy of its
// address, the share sheet, the printer, wide tables by keys, and the switch from
// a part of the page to the same part. Each needs what the layout has of it, and no more.
(() => {
  const find = (selector) => document.querySelector(selector);
  const click = (selector, action) => { if (find(selector)) find(selector).onclick = action; };

  // Text size and contrast. choices.js, in the head, brings them about before
  // anything is drawn, in 600 bytes. Media queries do not know of the text's size;
  // it stretches them, so that a page looks as when the browser enlarges it.
  const reading = find('.reading');
  const sizes = document.querySelectorAll('.reading [name=size]'), contrast = find('.reading [name=contrast]');
  const shown = () => {
    choose();
    try {
      for (const i of sizes) if (i.value === '1' || i.value === localStorage.size) i.checked = true;
      if (contrast) contrast.checked = localStorage.contrast === 'more';
    } catch (e) {} // a browser that remembers nothing
  };
  if ((sizes.length || contrast) && window.choose) {
    shown();
    addEventListener('pageshow', shown); // Back brings a page as it was left
    addEventListener('storage', shown);
    reading.onchange = () => {
      const size = [...sizes].find((i) => i.checked);
      const from = { size: size ? size.value : 1, contrast: contrast && contrast.checked ? 'more' : '' };
      choose(from);
      try { Object.assign(localStorage, from); } catch (e) {}
    };
    // It lies over the page, and must not hide what has the focus.
    document.addEventListener('keydown', (e) => {
      if (e.key !== 'Escape' || !reading.open) return;
      reading.open = false;
      reading.querySelector('summary').focus();
    });
    for (const elsewhere of ['click', 'focusin']) {
      document.addEventListener(elsewhere, (e) => { if (!reading.contains(e.target)) reading.open = false; });
    }
  }

  // The address that the page gives itself; without one, that in the window.
  const canonical = find('link[rel=canonical]');
  const address = canonical ? canonical.href : location.href.split('#')[0];

  // Where a browser lends no clipboard, the address stands there to be taken.
  const share = find('.share');
  const lay = () => {
    const field = share.querySelector('input') || share.appendChild(document.createElement('input'));
    field.readOnly = true;
    field.value = address;
    field.setAttribute('aria-label', share.querySelector('.copy').textContent);
    field.select();
    return document.execCommand('copy');
  };
  const said = find('.share [role=status]');
  const copied = () => { if (said) said.textContent = share.dataset.copied; };
  if (share) {
    share.hidden = false;
    click('.share .print', () => print());
    click('.share .copy', () => {
      const written = navigator.clipboard ? navigator.clipboard.writeText(address) : Promise.reject();
      written.catch(() => lay() || Promise.reject()).then(copied, () => {});
    });
    const send = find('.share .send');
    if (send && navigator.share) {
      send.hidden = false;
      send.onclick = () => navigator.share({ title: document.title, url: address }).catch(() => {});
    }
  }

  // What scrolls by itself can be reached by keys.
  for (const t of document.querySelectorAll('.table')) if (t.scrollWidth > t.clientWidth) t.tabIndex = 0;

  // Editions share the names of their parts.
  const alike = document.querySelectorAll('.switch [rel=alternate], .twin a');
  const follow = () => { for (const a of alike) a.hash = location.hash; };
  addEventListener('hashchange', follow);
  follow();
})();
