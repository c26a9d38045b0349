// The element in hand is in sight: in a diagram that scrolls in its own box it may stand far off.
(() => {
  const show = () => {
    for (const box of document.querySelectorAll(".diagram")) {
      const one = box.querySelector("[aria-current]");
      if (!one) continue;
      const at = one.getBoundingClientRect(), around = box.getBoundingClientRect();
      box.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
      box.scrollTop += at.top + at.height / 2 - around.top - around.height / 2;
    }
  };
  show();
  document.addEventListener("htmx:afterSettle", show);
})();
