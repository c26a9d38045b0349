// An answer's name goes where the author last wrote in the email's form; without scripts it goes to the end of the text.
(() => {
  const last = { subject: null, body: null };
  const part = (input) => (input.name || "").split("/")[0];
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest(".tc-element") && part(target) in last) last[part(target)] = target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-inserts] button[name=where]");
    if (!button) return;
    const named = (name) => document.querySelector(`#element .tc-element [name="${name}"]`);
    const kept = last[button.value];
    const input = kept && kept.isConnected ? kept : named(button.value);
    if (!input) return;
    event.preventDefault();
    const words = `{${button.form.elements.name.value}}`;
    // A text in which nobody has been has its cursor before the first letter: as without scripts, it goes to the end.
    const [start, end] = input === kept ? [input.selectionStart, input.selectionEnd] : [input.value.length, input.value.length];
    input.setRangeText(words, start, end, "end");
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
