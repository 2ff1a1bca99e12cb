"use strict";
(function () {
  var form = document.getElementById("assess");
  var framework = form.dataset.framework, version = form.dataset.version;
  var place = "concord-self-assessment " + framework + " " + version;
  var scale = {};
  var rows = Array.prototype.map.call(form.querySelectorAll(".rate"), function (box) {
    Array.prototype.forEach.call(box.querySelectorAll("input[type=radio]"), function (r) {
      if (r.value !== "") { scale[r.value] = r.parentNode.textContent.trim(); }
    });
    return {
      box: box, uuid: box.dataset.uuid, kind: box.dataset.kind, kindLabel: box.dataset.kindLabel, level: box.dataset.level, domain: box.dataset.domain,
      words: plain(box.querySelector(".words").textContent), name: plain(box.querySelector("legend").textContent), part: plain(box.parentNode.querySelector("h3").textContent),
      mine: box.querySelector(".mine"), again: box.querySelector(".again"), rating: null
    };
  });
  var byID = {}, ended = {};
  rows.forEach(function (r) { byID[r.uuid] = r; });
  Array.prototype.forEach.call(document.querySelectorAll("#ended li"), function (li) {
    ended[li.dataset.uuid] = { words: plain(li.textContent), by: li.dataset.by.split(" ").filter(Boolean) };
  });
  function plain(s) { return s.replace(/\s+/g, " ").trim(); }
  function get(id) { return document.getElementById(id); }
  function has(o, k) { return Object.prototype.hasOwnProperty.call(o, k); }
  function chosen(name) {
    var boxes = form.querySelectorAll("input[name=" + name + "]");
    var out = { any: boxes.length > 0 };
    Array.prototype.forEach.call(boxes, function (b) { out[b.value] = b.checked; });
    return out;
  }
  function tell(list) {
    var told = get("a-told");
    told.textContent = "";
    list.forEach(function (text) {
      var p = document.createElement("p");
      p.textContent = text;
      told.appendChild(p);
    });
  }
  function asked(r, by) {
    var group = !((by.level.any && r.level !== "" && !by.level[r.level]) || (by.kind.any && !by.kind[r.kind]) || (by.domain.any && !by.domain[r.domain]));
    return group && (!get("a-pick").checked || r.mine.checked);
  }
  function read() {
    rows.forEach(function (r) {
      var on = r.box.querySelector("input[type=radio]:checked");
      r.rating = on && on.value !== "" ? Number(on.value) : null;
    });
  }
  function cell(tr, tag, text) {
    var td = document.createElement(tag);
    td.textContent = text;
    if (tag === "th") { td.scope = "row"; }
    tr.appendChild(td);
  }
  function line(label, list, target, sum) {
    var rated = list.filter(function (r) { return r.rating !== null; });
    var met = rated.filter(function (r) { return r.rating >= target; });
    var tr = document.createElement("tr");
    if (sum) { tr.className = sum; }
    cell(tr, "th", label);
    cell(tr, "td", String(list.length));
    cell(tr, "td", rated.length + " of " + list.length);
    cell(tr, "td", rated.length ? met.length + " of " + rated.length : "–");
    cell(tr, "td", rated.length ? String(rated.length - met.length) : "–");
    return tr;
  }
  function groups(list, key, label) {
    var order = [], by = {};
    list.forEach(function (r) {
      if (!has(by, r[key])) { by[r[key]] = []; order.push(r[key]); }
      by[r[key]].push(r);
    });
    return order.map(function (k) { return { label: by[k][0][label], list: by[k] }; });
  }
  function show() {
    read();
    var by = { level: chosen("level"), kind: chosen("kind"), domain: chosen("domain") };
    var pick = get("a-pick").checked, target = Number(get("a-target").value);
    var role = [];
    rows.forEach(function (r) {
      var inGroup = asked(r, by);
      r.box.querySelector(".pick").hidden = !pick;
      // A statement that is left out one by one stays in sight, so that it can be taken in again.
      r.box.hidden = !inGroup && !(pick && !r.mine.checked && asked({ level: r.level, kind: r.kind, domain: r.domain, mine: { checked: true } }, by));
      if (inGroup) { role.push(r); }
    });
    Array.prototype.forEach.call(form.querySelectorAll(".part"), function (p) { p.hidden = p.querySelector(".rate:not([hidden])") === null; });
    var body = get("a-gaps").querySelector("tbody");
    body.textContent = "";
    groups(role, "domain", "part").forEach(function (g) { body.appendChild(line(g.label, g.list, target, "")); });
    var kinds = groups(role, "kind", "kindLabel");
    if (kinds.length > 1) { kinds.forEach(function (g, n) { body.appendChild(line(g.label, g.list, target, n === 0 ? "first" : "")); }); }
    body.appendChild(line("All", role, target, "sum"));
    var gaps = role.filter(function (r) { return r.rating !== null && r.rating < target; });
    gaps.sort(function (a, b) { return a.rating - b.rating; });
    var rated = role.filter(function (r) { return r.rating !== null; }).length;
    get("a-sum").textContent = "Your role has " + role.length + (role.length === 1 ? " statement" : " statements") + "; you have rated " + rated + " of them, and " + gaps.length + " of these are below “" + scale[String(target)] + "”.";
    var list = get("a-list").querySelector("ul");
    list.textContent = "";
    gaps.forEach(function (r) {
      var li = document.createElement("li");
      li.textContent = r.name + " – you: " + scale[String(r.rating)];
      list.appendChild(li);
    });
    get("a-list").hidden = gaps.length === 0;
  }
  function state() {
    var by = { level: chosen("level"), kind: chosen("kind"), domain: chosen("domain") };
    function on(o) { return Object.keys(o).filter(function (k) { return k !== "any" && o[k]; }); }
    read();
    return {
      format: "concord-self-assessment", format_version: 1, framework: framework, version: version,
      scale: Object.keys(scale).map(function (k) { return scale[k]; }),
      role: { name: get("a-name").value, target: Number(get("a-target").value), levels: on(by.level), kinds: on(by.kind), domains: on(by.domain), one_by_one: get("a-pick").checked,
        left_out: rows.filter(function (r) { return !r.mine.checked; }).map(function (r) { return r.uuid; }) },
      ratings: rows.filter(function (r) { return r.rating !== null; }).map(function (r) { return { uuid: r.uuid, rating: r.rating, words: r.words }; })
    };
  }
  function rate(r, value) {
    var input = r.box.querySelector("input[type=radio][value=\"" + (value === null ? "" : value) + "\"]");
    if (input) { input.checked = true; }
  }
  function remark(r, text) {
    r.again.textContent = text;
    r.again.hidden = text === "";
  }
  // What took an ended statement's place, along a chain of any length.
  function followers(uuid) {
    var out = [], seen = {}, next = [uuid];
    while (next.length) {
      var at = next.shift();
      if (has(seen, at)) { continue; }
      seen[at] = true;
      if (has(byID, at)) { out.push(byID[at]); } else if (has(ended, at)) { next = next.concat(ended[at].by); }
    }
    return out;
  }
  function wrong(s) {
    if (!s || typeof s !== "object" || s.format !== "concord-self-assessment") { return "This is no file that this page saved."; }
    if (s.format_version !== 1) { return "This file was saved by a newer page, which this one cannot read."; }
    if (s.framework !== framework) { return "This file is of another framework: " + String(s.framework).slice(0, 100) + "."; }
    if (!Array.isArray(s.ratings) || !s.role || typeof s.role !== "object") { return "This file is damaged: its ratings or its role are missing."; }
    return "";
  }
  function load(s) {
    var fault = wrong(s);
    if (fault) { return [fault + " Nothing was changed."]; }
    var told = [], kept = 0, again = 0, gone = [], bad = 0;
    rows.forEach(function (r) { rate(r, null); remark(r, ""); r.mine.checked = true; });
    var role = s.role;
    get("a-name").value = typeof role.name === "string" ? role.name.slice(0, 100) : "";
    if (has(scale, String(role.target)) && role.target > 0) { get("a-target").value = String(role.target); }
    [["level", role.levels], ["kind", role.kinds], ["domain", role.domains]].forEach(function (x) {
      var boxes = form.querySelectorAll("input[name=" + x[0] + "]");
      var some = Array.isArray(x[1]) && Array.prototype.some.call(boxes, function (b) { return x[1].indexOf(b.value) >= 0; });
      // A framework that has brought in other levels or domains shows all.
      Array.prototype.forEach.call(boxes, function (b) { b.checked = !some || x[1].indexOf(b.value) >= 0; });
    });
    get("a-pick").checked = role.one_by_one === true;
    (Array.isArray(role.left_out) ? role.left_out : []).forEach(function (id) {
      followers(String(id)).forEach(function (r) { r.mine.checked = false; });
    });
    s.ratings.slice(0, 20000).forEach(function (x) {
      if (!x || typeof x.uuid !== "string" || typeof x.rating !== "number" || !has(scale, String(x.rating))) { bad += 1; return; }
      var was = scale[String(x.rating)];
      if (has(byID, x.uuid)) {
        var r = byID[x.uuid];
        if (plain(String(x.words)) === r.words) { rate(r, x.rating); kept += 1; return; }
        remark(r, "Rate again: the wording has changed. Your rating of the old wording was “" + was + "”.");
        again += 1;
        return;
      }
      var now = followers(x.uuid);
      now.forEach(function (r) {
        remark(r, "Rate again: this takes the place of a statement that you had rated “" + was + "”.");
        again += 1;
      });
      if (now.length === 0) { gone.push(has(ended, x.uuid) ? ended[x.uuid].words : plain(String(x.words)).slice(0, 300)); }
    });
    told.push((s.version === version ? "Loaded" : "Carried over from version " + String(s.version).slice(0, 30)) + ": " + kept + (kept === 1 ? " rating" : " ratings") + (again ? ", " + again + " to rate again, marked below" : "") + ".");
    if (gone.length) { told.push("No longer in the framework, and not carried over: " + gone.slice(0, 50).join("; ") + "."); }
    if (bad) { told.push(bad + " ratings in the file cannot be read and were left out."); }
    return told;
  }
  function keep() {
    try {
      if (get("a-keep").checked) { window.localStorage.setItem(place, JSON.stringify(state())); } else { window.localStorage.removeItem(place); }
    } catch (e) {
      get("a-keep").checked = false;
      tell(["This browser does not let the page remember anything. Save a file instead."]);
    }
  }
  form.addEventListener("change", function (e) {
    if (e.target.id === "a-load") { return; }
    if (e.target.type === "radio") {
      var r = byID[e.target.name.slice(2)];
      if (r && e.target.value !== "") { remark(r, ""); }
    }
    show();
    if (get("a-keep").checked || e.target.id === "a-keep") { keep(); }
  });
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  get("a-save").addEventListener("click", function () {
    var a = document.createElement("a");
    var url = URL.createObjectURL(new Blob([JSON.stringify(state(), null, 2) + "\n"], { type: "application/json" }));
    a.href = url;
    a.download = "self-assessment-" + framework + "-" + version + ".json";
    a.click();
    window.setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
    tell(["Saved as " + a.download + ", where your browser puts downloads."]);
  });
  get("a-load").addEventListener("change", function () {
    var file = this.files[0], input = this;
    if (!file) { return; }
    if (file.size > 5000000) { tell(["This file is too large to be one that this page saved. Nothing was changed."]); return; }
    var reader = new FileReader();
    reader.onload = function () {
      var s = null;
      try { s = JSON.parse(reader.result); } catch (e) { s = null; }
      tell(load(s));
      show();
      keep();
      input.value = "";
    };
    reader.onerror = function () { tell(["The file could not be read."]); };
    reader.readAsText(file);
  });
  get("a-print").addEventListener("click", function () { get("a-list").open = true; window.print(); });
  get("a-clear").addEventListener("click", function () {
    if (!window.confirm("Take away all ratings on this page?")) { return; }
    rows.forEach(function (r) { rate(r, null); remark(r, ""); r.mine.checked = true; });
    show();
    keep();
    tell(["All ratings were taken away."]);
  });
  get("tools").hidden = false;
  try {
    var kept = window.localStorage.getItem(place);
    if (kept) { get("a-keep").checked = true; tell(load(JSON.parse(kept))); }
  } catch (e) { kept = null; }
  show();
}());
