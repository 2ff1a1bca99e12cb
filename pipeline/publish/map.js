"use strict";
(function () {
  var form = document.getElementById("filters");
  var items = Array.prototype.slice.call(document.querySelectorAll("#map .item"));
  var texts = items.map(function (i) {
    var box = i.tagName === "LI" ? i : i.parentNode;
    return box.textContent.toLowerCase();
  });
  function value(id) {
    var e = document.getElementById(id);
    return e ? e.value : "";
  }
  function show() {
    var text = value("f-text").trim().toLowerCase().split(/\s+/);
    var kind = value("f-kind"), level = value("f-level"), domain = value("f-domain");
    var filtered = text.join("") !== "" || kind !== "" || level !== "" || domain !== "";
    var count = 0;
    items.forEach(function (i, n) {
      var d = i.dataset;
      var fits = (!kind || d.kind === kind) && (!level || d.level === level) && (!domain || d.domain === domain) &&
        text.every(function (word) { return texts[n].indexOf(word) >= 0; });
      i.hidden = !fits;
      if (fits) { count += 1; }
    });
    // A heading without anything below it is hidden with it.
    Array.prototype.forEach.call(document.querySelectorAll("#map ul.items"), function (list) {
      var some = list.querySelector(".item:not([hidden])") !== null;
      list.hidden = filtered && !some;
      var head = list.previousElementSibling;
      if (head && head.classList.contains("kind")) { head.hidden = list.hidden; }
    });
    Array.prototype.forEach.call(document.querySelectorAll("#map .branch, #map .box"), function (box) {
      box.hidden = filtered && box.querySelector(".item:not([hidden])") === null;
    });
    document.getElementById("f-count").textContent = count + " of " + items.length + " shown";
    document.getElementById("f-none").hidden = count > 0;
  }
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("reset", function () { window.setTimeout(show, 0); });
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.hidden = false;
  show();
}());
