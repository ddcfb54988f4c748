// Preview only.
(() => {
  const { src, dataset } = document.currentScript;
  const page = location.pathname, key = "bulletin" + page;
  let { have } = dataset, stream, panel;

  try {
    const [left, top] = sessionStorage[key].split(",");
    const put = () => scrollTo({ left, top, behavior: "instant" });
    delete sessionStorage[key];
    put();
    addEventListener("load", put);
  } catch (e) {}

  const reload = () => {
    close();
    try { sessionStorage[key] = [scrollX, scrollY]; } finally { location.reload(); }
  };
  const css = e => {
    for (const [from, to] of JSON.parse(e.data)) {
      const old = document.querySelector(`link[rel~=stylesheet][href=${JSON.stringify(from)}]`);
      if (!old) return reload();
      const link = old.cloneNode();
      link.setAttribute("href", to);
      link.onload = () => (old.remove(), old.onload && old.onload());
      link.onerror = reload;
      old.after(link);
    }
    have = e.lastEventId;
  };
  const add = (to, tag, is) => to.appendChild(Object.assign(document.createElement(tag), is));
  const good = () => panel && panel.remove();
  const problems = e => {
    good();
    const { lang, rows } = JSON.parse(e.data);
    panel = add(document.body, "div");
    const root = panel.attachShadow({ mode: "open" });
    add(root, "link", { rel: "stylesheet", href: new URL("reload.css", src) });
    const box = add(root, "div", { className: "problems", role: "alert", lang });
    for (const [tag, textContent] of rows) add(box, tag, { textContent });
  };

  const close = () => stream = stream && stream.close();
  const open = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(new URL(`events?have=${have}&page=${encodeURIComponent(page)}`, src));
    for (const f of [reload, css, problems, good]) stream.addEventListener(f.name, f);
    stream.onerror = e => e.target.readyState > 1 && setTimeout(open, 2000, close());
  };
  document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
  open();
})();
