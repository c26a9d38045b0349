// While somebody writes: what is typed is kept on the server, and after an @ the names of colleagues are offered.
// Without this the words are kept when they are sent, and a list of colleagues stands below them.

const WAIT = 1200
const MOST = 6

export const enhance = (form) => {
  keepDraft(form)
  for (const box of form.querySelectorAll("textarea[data-mentions]")) offerNames(box, form)
}

const keepDraft = (form) => {
  const said = form.querySelector("[data-kept]")
  let timer, sent = false
  const keep = async () => {
    if (sent) return
    try {
      const reply = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" })
      if (sent) return
      said.textContent = reply.ok ? "Kept" : reply.status === 401
        ? "Not kept: your session has ended. Sign in in another tab, then go on here." : "Not kept just now"
    } catch {
      said.textContent = "Not kept: there is no connection"
    }
  }
  form.addEventListener("input", () => {
    said.textContent = ""
    clearTimeout(timer)
    timer = setTimeout(keep, WAIT)
  })
  form.addEventListener("submit", () => { sent = true; clearTimeout(timer) })
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && timer && !sent) { clearTimeout(timer); timer = undefined; keep() }
  })
}

const offerNames = (box, form) => {
  const source = form.querySelector(`#${box.dataset.mentions}`)
  const names = [...source.options].filter((option) => option.value).map((option) => option.text)
  const list = document.createElement("ul")
  list.id = `${box.id}-names`
  list.className = "tc-names"
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", "Colleagues")
  list.hidden = true
  box.after(list)
  box.setAttribute("aria-autocomplete", "list")
  box.setAttribute("aria-controls", list.id)
  let found = [], at = 0, start = -1

  const close = () => {
    list.hidden = true
    found = []
    box.removeAttribute("aria-activedescendant")
  }
  const mark = () => {
    ;[...list.children].forEach((item, n) => item.setAttribute("aria-selected", n === at))
    box.setAttribute("aria-activedescendant", `${list.id}-${at}`)
  }
  const look = () => {
    const before = box.value.slice(0, box.selectionStart)
    const typed = /(?:^|[\s(["“])@([\p{L}\p{M}’' -]{0,40})$/u.exec(before)
    if (!typed) return close()
    start = before.length - typed[1].length
    const words = typed[1].toLowerCase()
    found = names.filter((name) => name.toLowerCase().split(" ").some((_, n, parts) => parts.slice(n).join(" ").startsWith(words))).slice(0, MOST)
    if (!found.length || names.some((name) => words.startsWith(`${name.toLowerCase()} `))) return close()
    at = 0
    list.replaceChildren(...found.map((name, n) => {
      const item = document.createElement("li")
      item.id = `${list.id}-${n}`
      item.className = "tc-names__one"
      item.setAttribute("role", "option")
      item.textContent = name
      item.addEventListener("mousedown", (event) => { event.preventDefault(); at = n; take() })
      return item
    }))
    list.hidden = false
    mark()
  }
  const take = () => {
    const end = box.selectionStart
    box.setRangeText(`${found[at]} `, start, end, "end")
    close()
    box.dispatchEvent(new Event("input", { bubbles: true }))
  }
  box.addEventListener("input", (event) => { if (event.isTrusted) look() })
  box.addEventListener("blur", close)
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length
      mark()
    } else if (event.key === "Enter" || event.key === "Tab") take()
    else if (event.key === "Escape") close()
    else return
    event.preventDefault()
  })
}
