// Runs reload.js in as much of a browser as it needs: node reload.js SCRIPT
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const vm = require("node:vm");
const script = new vm.Script(fs.readFileSync(process.argv[2], "utf8"), { filename: "reload.js" });

class Element {
  constructor(tag, attributes = {}) {
    this.tag = tag;
    this.attributes = attributes;
    this.children = [];
  }
  getAttribute(name) { return this.attributes[name]; }
  setAttribute(name, value) { this.attributes[name] = value; }
  cloneNode() { return new Element(this.tag, { ...this.attributes }); }
  appendChild(child) { child.parent = this; this.children.push(child); return child; }
  after(sibling) {
    sibling.parent = this.parent;
    this.parent.children.splice(this.parent.children.indexOf(this) + 1, 0, sibling);
  }
  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter((c) => c !== this);
    this.parent = null;
  }
  attachShadow({ mode }) { assert.equal(mode, "open"); return this.shadow = new Element("#shadow"); }
  set innerHTML(_) { assert.fail("text from outside becomes elements"); }
  insertAdjacentHTML() { assert.fail("text from outside becomes elements"); }
}

// A Tab is a browser's tab: what outlives a page is its storage.
class Tab {
  constructor({ path = "/zh/", hidden = false, storage = {}, sheets = ["/assets/style.aa.css"] } = {}) {
    Object.assign(this, { storage, streams: [], reloads: 0, scrolls: [], timers: [], listeners: {} });
    const tab = this;
    this.head = new Element("head");
    this.body = new Element("body");
    for (const href of sheets) this.head.appendChild(new Element("link", { rel: "stylesheet", href, media: "all" }));
    this.document = {
      hidden,
      body: this.body,
      currentScript: { src: "http://localhost:1414/.bulletin/reload.js", dataset: { have: "mark.sum" } },
      createElement: (tag) => new Element(tag),
      querySelector: (selector) => {
        const [, href] = /^link\[rel~=stylesheet\]\[href=("(?:[^"\\]|\\.)*")\]$/.exec(selector);
        return this.head.children.find((l) => l.getAttribute("href") === JSON.parse(href)) || null;
      },
      addEventListener: (name, f) => { this.listeners[name] = f; },
    };
    this.window = {
      document: this.document,
      URL,
      scrollX: 0,
      scrollY: 0,
      location: { pathname: path, reload: () => { this.reloads++; } },
      scrollTo: ({ left, top, behavior }) => { this.scrolls.push([+left, +top, behavior]); },
      addEventListener: (name, f) => { this.listeners[name] = f; },
      setTimeout: (f, ms) => { this.timers.push(f); assert.equal(ms, 2000); },
      EventSource: class {
        constructor(url) {
          Object.assign(this, { url: String(url), readyState: 1, on: {} });
          tab.streams.push(this);
        }
        addEventListener(name, f) { this.on[name] = f; }
        close() { this.readyState = 2; this.closed = true; }
        tell(name, data, lastEventId = "") { this.on[name]({ data: JSON.stringify(data), lastEventId, target: this }); }
        fail(readyState) { this.readyState = readyState; this.onerror({ target: this }); }
      },
    };
    Object.defineProperty(this.window, "sessionStorage", { get: () => {
      if (!this.storage) throw new Error("storage is forbidden");
      return this.storage;
    } });
    script.runInNewContext(this.window);
  }
  get stream() { return this.streams.at(-1); }
  get sheets() { return this.head.children.map((l) => l.getAttribute("href")); }
  show(hidden) { this.document.hidden = hidden; this.listeners.visibilitychange(); }
}

// storage behaves as sessionStorage does: it holds strings.
const storage = () => new Proxy({}, { set(o, k, v) { o[k] = String(v); return true; } });

const cases = {
  "asks for its own page": () => {
    const tab = new Tab({ path: "/fao/zh/%E5%A4%96%20&.html" });
    assert.equal(tab.streams.length, 1);
    const url = new URL(tab.stream.url);
    assert.equal(url.origin + url.pathname, "http://localhost:1414/.bulletin/events");
    assert.equal(url.searchParams.get("page"), "/fao/zh/%E5%A4%96%20&.html");
    assert.equal(url.searchParams.get("have"), "mark.sum");
    assert.deepEqual(tab.scrolls, []);
  },
  "reloads and keeps the scroll position, of this page only": () => {
    const kept = storage();
    const tab = new Tab({ storage: kept });
    Object.assign(tab.window, { scrollX: 3, scrollY: 700.5 });
    tab.stream.tell("reload", null);
    assert.equal(tab.reloads, 1);
    assert(tab.stream.closed);
    assert.deepEqual(new Tab({ storage: kept, path: "/zh/about.html" }).scrolls, []);
    const next = new Tab({ storage: kept });
    assert.deepEqual(next.scrolls, [[3, 700.5, "instant"]]);
    next.listeners.load();
    assert.deepEqual(next.scrolls[1], [3, 700.5, "instant"]);
    assert.deepEqual(new Tab({ storage: kept }).scrolls, [], "once only");
  },
  "reloads where storage is forbidden": () => {
    const tab = new Tab({ storage: null });
    assert.equal(tab.streams.length, 1);
    assert.throws(() => tab.stream.tell("reload", null));
    assert.equal(tab.reloads, 1);
  },
  "swaps a stylesheet without reloading": () => {
    const tab = new Tab({ sheets: ["/first.css", "/a.css?\"\\", "/last.css"] });
    tab.stream.tell("css", [["/a.css?\"\\", "/b.css"]], "mark.new");
    assert.deepEqual(tab.sheets, ["/first.css", "/a.css?\"\\", "/b.css", "/last.css"], "the old one stays until the new one is there");
    const link = tab.head.children[2];
    assert.equal(link.getAttribute("media"), "all");
    link.onload();
    assert.deepEqual(tab.sheets, ["/first.css", "/b.css", "/last.css"]);
    assert.equal(tab.reloads, 0);
    tab.show(true);
    tab.show(false);
    assert.equal(new URL(tab.stream.url).searchParams.get("have"), "mark.new", "the page is the new one now");
  },
  "swaps faster than stylesheets load": () => {
    const tab = new Tab();
    tab.stream.tell("css", [["/assets/style.aa.css", "/b.css"]], "2");
    tab.stream.tell("css", [["/b.css", "/c.css"]], "3");
    tab.head.children[2].onload();
    assert.deepEqual(tab.sheets, ["/c.css"]);
    assert.equal(tab.reloads, 0);
  },
  "reloads when a stylesheet cannot be swapped": () => {
    const tab = new Tab();
    tab.stream.tell("css", [["/unknown.css", "/b.css"]], "2");
    assert.equal(tab.reloads, 1);
    const other = new Tab();
    other.stream.tell("css", [["/assets/style.aa.css", "/b.css"]], "2");
    other.head.children[1].onerror();
    assert.equal(other.reloads, 1);
  },
  "shows problems as text until a good build": () => {
    const tab = new Tab();
    tab.stream.tell("good", null);
    const rows = [["h1", "网站无法生成。"], ["code", "<b>.md:1:1"], ["samp", "<script>alert(1)</script>"]];
    tab.stream.tell("problems", { lang: "zh-Hans", rows: [["h1", "earlier"]] });
    tab.stream.tell("problems", { lang: "zh-Hans", rows });
    assert.equal(tab.body.children.length, 1, "one panel at a time");
    const [sheet, box] = tab.body.children[0].shadow.children;
    assert.equal(sheet.rel, "stylesheet");
    assert.equal(String(sheet.href), "http://localhost:1414/.bulletin/reload.css");
    assert.equal(box.lang, "zh-Hans");
    assert.equal(box.role, "alert");
    assert.equal(box.className, "problems");
    assert.deepEqual(box.children.map((e) => [e.tag, e.textContent]), rows);
    assert.equal(tab.reloads, 0);
    tab.stream.tell("good", null);
    tab.stream.tell("good", null);
    assert.deepEqual(tab.body.children, []);
  },
  "holds no stream while nobody sees the page": () => {
    const tab = new Tab({ hidden: true });
    assert.equal(tab.streams.length, 0);
    tab.show(false);
    assert.equal(tab.streams.length, 1);
    tab.show(false);
    assert.equal(tab.streams.length, 1, "one stream a page");
    tab.show(true);
    assert(tab.stream.closed);
    tab.show(false);
    assert.equal(tab.streams.length, 2);
  },
  "opens the stream again when the browser gives up": () => {
    const tab = new Tab();
    tab.stream.fail(0); // the browser tries again by itself
    assert.equal(tab.timers.length, 0);
    tab.stream.fail(2);
    assert.equal(tab.timers.length, 1);
    assert.equal(tab.streams.length, 1);
    tab.timers[0]();
    assert.equal(tab.streams.length, 2);
    tab.timers[0]();
    assert.equal(tab.streams.length, 2);
    tab.stream.fail(2);
    tab.show(true);
    tab.timers[1]();
    assert.equal(tab.streams.length, 2, "not while nobody sees the page");
  },
};

let failed = false;
for (const [name, run] of Object.entries(cases)) {
  try {
    run();
    console.log("ok: " + name);
  } catch (e) {
    failed = true;
    console.log("FAILED: " + name + "\n" + e.stack);
  }
}
process.exitCode = failed ? 1 : 0;
