// What scripting adds: GOV.UK Frontend's components, focus where a swapped page needs it, and an honest word when the
// network fails. Nothing works only here.
import { sendFiles } from "./files.js"
import { Button, initAll } from "./govuk-frontend.js"

let outlined = false
const started = new WeakSet()
const start = (scope) => {
  initAll(scope === document ? {} : { scope })
  for (const button of scope.querySelectorAll("[data-print]")) {
    button.hidden = false
    button.addEventListener("click", () => window.print())
  }
  for (const part of scope.querySelectorAll("[data-without-scripts]")) part.hidden = true
  const lists = scope.querySelectorAll("[data-typeahead]")
  if (lists.length) import("./choosing.js").then(({ enhance }) => lists.forEach(enhance))
  const written = scope.querySelectorAll("[data-draft]")
  if (written.length) import("./writing.js").then(({ enhance }) => written.forEach(enhance))
  const maps = scope.querySelectorAll("[data-map]")
  if (maps.length) import("./map.js").then(({ enhance }) => maps.forEach(enhance))
  const fresh = scope.querySelectorAll("[data-fresh]")
  if (fresh.length) import("./fresh.js").then(({ enhance }) => fresh.forEach((part) => enhance(part, start)))
  const counts = scope.querySelectorAll("[data-fresh-counts]")
  if (counts.length) import("./fresh.js").then(({ count }) => counts.forEach(count))
  const build = document.getElementById("build")
  if (build) started.add(build)
  if (scope.querySelector("[data-outline]") && !outlined) {
    outlined = true
    import("./outline.js").then(({ listen }) => listen())
  }
  const rankings = scope.querySelectorAll("[data-ranking]")
  if (rankings.length) import("./ranking.js").then(({ enhance }) => rankings.forEach(enhance))
}

// An error summary takes the focus by itself, and news (what a search found) come first; any other page is read out
// from its heading.
const focusOn = (page) => {
  if (page.querySelector(".govuk-error-summary")) return
  const news = page.querySelector("[data-focus]")
  if (news) return news.focus()
  const heading = page.querySelector("h1") ?? page.querySelector("main")
  if (!heading) return
  heading.setAttribute("tabindex", "-1")
  heading.focus({ preventScroll: true })
}

// A change of language changes the whole page, header and all: let the browser do it.
document.addEventListener("submit", (event) => {
  if (event.submitter?.name === "language" || event.submitter?.name === "remove") event.stopImmediatePropagation()
}, true)

// Files that were chosen are sent by us, so that their way can be shown.
document.addEventListener("submit", (event) => {
  const form = event.target
  if (event.defaultPrevented || form.enctype !== "multipart/form-data") return
  if (form.dataset.sending) return event.preventDefault()
  const chosen = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length > 0)
  if (chosen && sendFiles(form, event.submitter, { shown: takePlace, lost: () => sayOffline() })) event.preventDefault()
})

const takePlace = (other) => {
  const page = document.adoptNode(other.getElementById("page"))
  document.getElementById("page").replaceWith(page)
  document.title = other.title
  window.htmx?.process(page)
  start(page)
  focusOn(page)
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "queue") start(event.detail.target)
  if (event.detail.target?.id === "build" || event.target?.id === "build") {
    const part = document.getElementById("build")
    // A form that saves itself swaps only parts of the page: the rest has been started.
    if (!part || started.has(part)) return
    start(part)
    // What had the focus and is still there keeps it; a page that came anew is read out from its heading.
    if (document.activeElement === document.body) focusOn(part)
  }
  if (event.detail.target?.id !== "page" && event.target?.id !== "page") return
  const page = document.getElementById("page")
  start(page)
  focusOn(page)
})

// A reply that is no page of ours (from a proxy, say), or one that says no, must not take the place of what somebody
// typed.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, shouldSwap } = event.detail
  if (!shouldSwap) return
  const whole = ["page", "build"].find((id) => id === target?.id)
  if (!whole || xhr.responseText.includes(`id="${whole}"`)) return
  event.detail.shouldSwap = false
  sayOffline(saidBy(xhr.responseText))
})

// A page of ours that says no: what it is called, and why.
const saidBy = (text) => {
  const parts = new DOMParser().parseFromString(text, "text/html").querySelectorAll("#page main :is(h1, p:not(:has(a)))")
  return [...parts].map((part) => part.textContent.trim())
}
document.addEventListener("htmx:sendError", () => sayOffline())
document.addEventListener("htmx:timeout", () => sayOffline())

const sayOffline = ([title, ...words] = []) => {
  const template = document.getElementById("offline")
  const main = document.getElementById("main-content")
  if (!template || !main) return
  main.querySelector("[data-offline]")?.remove()
  const said = template.content.cloneNode(true)
  if (title) {
    said.querySelector("h2").textContent = title
    said.querySelector("p").textContent = [...words, "What you typed is still here."].join(" ")
  }
  main.prepend(said)
  main.querySelector("[data-offline]").focus()
  // The button that was pressed may be pressed again, and at once: a new one remembers no earlier press.
  for (const button of main.querySelectorAll("button[disabled], button[data-prevent-double-click]")) {
    const fresh = button.cloneNode(true)
    fresh.disabled = false
    fresh.removeAttribute("data-govuk-button-init")
    button.replaceWith(fresh)
    if (fresh.dataset.module === "govuk-button") new Button(fresh)
  }
}

start(document)
