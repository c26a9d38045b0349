// A long list becomes one to type into. What is sent is the select itself, so that nothing depends on this.
import "./accessible-autocomplete.js"

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "")

// Every word that was typed begins a word of the choice; choices that begin with what was typed come first.
const find = (labels, typed) => {
  const wanted = plain(typed).split(" ")
  const found = labels.filter(({ words }) => wanted.every((word) => words.some((one) => one.startsWith(word))))
  const begins = ({ words }) => (words.join(" ").startsWith(wanted.join(" ")) ? 0 : 1)
  return found.sort((one, other) => begins(one) - begins(other)).map(({ label }) => label)
}

// The list writes its choices as HTML, so that a label's own marks have to be made plain first.
const escaped = (text) => Object.assign(document.createElement("p"), { textContent: text ?? "" }).innerHTML

export const enhance = (select) => {
  const said = JSON.parse(select.dataset.typeahead)
  delete select.dataset.typeahead
  const options = [...select.options].filter((option) => option.value)
  const labels = options.map(({ text }) => ({ label: text, words: plain(text).split(" ") }))
  const { id } = select
  const described = select.getAttribute("aria-describedby")
  const place = document.createElement("div")
  place.className = "tc-choosing"
  select.before(place)
  self.accessibleAutocomplete({
    element: place,
    id,
    name: "",
    defaultValue: select.value ? select.selectedOptions[0].text : "",
    source: (typed, show) => show(find(labels, typed)),
    autoselect: false, // what it would complete stands in a second input, which has no label
    confirmOnBlur: false,
    displayMenu: "overlay", // beneath an inline one the button would move away under the finger
    templates: { inputValue: (choice) => choice ?? "", suggestion: escaped },
    inputClasses: select.classList.contains("govuk-select--error") ? "govuk-input--error" : null,
    tNoResults: () => said.none,
    tAssistiveHint: () => said.hint,
    tStatusQueryTooShort: (least) => fill(said.short, { least }),
    tStatusNoResults: () => said.none,
    tStatusSelectedOption: (choice, count, index) => fill(said.selected, { choice, count, number: index + 1 }),
    tStatusResults: (count, choice) => fill(count === 1 ? said.one : said.several, { count, choice }),
    onConfirm: () => setTimeout(settle),
  })
  const input = place.querySelector("input")
  if (described) input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${described}`.trim())
  // What the box says is what is chosen: a choice in full, in whatever case, or the only one that fits.
  function settle() {
    const typed = plain(input.value)
    const same = options.filter(({ text }) => plain(text) === typed)
    const fitting = typed ? find(labels, input.value) : []
    const chosen = same[0] ?? (fitting.length === 1 ? options.find(({ text }) => text === fitting[0]) : undefined)
    select.value = chosen?.value ?? ""
  }
  input.addEventListener("blur", settle)
  input.addEventListener("input", settle)
  select.hidden = true
  select.id = `${id}-list`
  select.form?.addEventListener("submit", settle, true)
}
