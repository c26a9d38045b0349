// A queue's rows keep up with what colleagues do, and nothing moves under anybody's hand: what changed changes in its
// place, what is gone stays and says so, and what is new waits until it is asked for. Nobody looks while the page is
// hidden, and while nothing has changed the answer is empty.
const EVERY = 20_000
const MOST = 300_000

const time = () => new Date().toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true }).replace(" ", "")
const counted = (number, words) => (number ? [`${number} ${words}`] : [])

// Ask again and again, less often while nobody answers; once more as soon as the page is looked at again.
const ask = (part, url, mark, answered, silent) => {
  let wait = EVERY
  let timer = 0
  const again = () => {
    clearTimeout(timer)
    timer = part.isConnected ? setTimeout(look, wait) : 0
  }
  const look = async () => {
    if (!part.isConnected) return document.removeEventListener("visibilitychange", back)
    if (document.hidden) return
    try {
      const reply = await fetch(url, { headers: mark ? { "If-None-Match": `"${mark}"` } : {} })
      if (reply.status === 401 || reply.status === 404) return silent(reply.status)
      if (reply.status !== 304 && !reply.ok) throw new Error(reply.status)
      wait = EVERY
      if (reply.ok) {
        mark = reply.headers.get("ETag")?.replace(/^W\//, "").replaceAll('"', "")
        answered(await reply.text())
      } else answered("")
    } catch {
      wait = Math.min(wait * 2, MOST)
      silent(0)
    }
    again()
  }
  const back = () => { if (!document.hidden) look() }
  document.addEventListener("visibilitychange", back)
  part.addEventListener("fresh", look)
  again()
}

const said = new Map([[0, "No connection: this may be out of date."], [401, "You are signed out. Refresh to sign in again."],
  [404, "This queue is no longer there for you."]])

const rowsOf = (table) => new Map([...(table?.querySelectorAll("tr[data-case]") ?? [])].map((row) => [row.dataset.case, row]))

// Columns and rows keep their sizes, whatever words come into them: a wider one would push others down.
const still = (table) => {
  if (!table || table.dataset.still || getComputedStyle(table).display !== "table") return
  table.dataset.still = "true"
  const wide = (part) => part.getBoundingClientRect().width
  const sizes = [...table.querySelectorAll("thead th")].map((cell) => [cell, `${(wide(cell) / wide(table)) * 100}%`])
  const heights = [...table.querySelectorAll("tbody tr")].map((row) => [row, `${row.offsetHeight}px`])
  for (const [cell, width] of sizes) cell.style.width = width
  for (const [row, height] of heights) row.style.height = height
  table.classList.add("tc-rows--still")
}

// Put what is new of a row into the old one, but for its box and its link: they may be ticked, or have the focus.
const renew = (old, fresh) => {
  old.classList.remove("tc-rows__changed")
  let changed = old.className !== fresh.className
  if (changed) old.className = fresh.className
  const parts = (row) => [row.querySelector("[data-tags]"), ...row.querySelectorAll("td")]
  const now = parts(fresh)
  parts(old).forEach((part, n) => {
    if (!part || !now[n] || part.innerHTML === now[n].innerHTML) return
    part.innerHTML = now[n].innerHTML
    changed = true
  })
  if (changed) old.classList.add("tc-rows__changed")
  return changed
}

const leave = (row) => {
  if (row.classList.contains("tc-rows__gone")) return false
  row.classList.add("tc-rows__gone")
  const due = row.querySelector("td")
  due.textContent = "No longer here"
  return true
}

export const enhance = (part, start) => {
  const news = part.querySelector("[data-fresh-news]")
  const at = part.querySelector("[data-fresh-at]")
  let told = ""
  const tell = (words, button = "") => {
    if (told === words + button) return
    told = words + button
    news.textContent = words
    if (!button) return
    const show = document.createElement("button")
    show.type = "button"
    show.className = "tc-link-button"
    show.textContent = button
    show.addEventListener("click", () => all(part, start))
    news.append(words ? " " : "", show)
  }
  ask(part, part.dataset.fresh, part.dataset.freshMark, (text) => {
    at.textContent = time()
    if (!text) return told.startsWith("No connection") && tell("")
    const shown = rowsOf(part)
    still(part.querySelector("table"))
    const fresh = rowsOf(new DOMParser().parseFromString(text, "text/html"))
    const changed = [...shown].filter(([name, row]) => fresh.has(name) && renew(row, fresh.get(name))).length
    const gone = [...shown].filter(([name, row]) => !fresh.has(name) && leave(row)).length
    const more = [...fresh.keys()].filter((name) => !shown.has(name)).length
    const words = [...counted(changed, "changed"), ...counted(gone, "no longer here")].join(", ")
    tell(words && `${words}.`, more ? `${more} new: show` : "")
  }, (status) => tell(said.get(status)))
}

// Everything as it is now, with what was ticked still ticked, the page where it was, and the focus on what is new.
const all = async (part, start) => {
  const queue = part.closest("#queue")
  const known = rowsOf(part)
  const ticked = new Set([...queue.querySelectorAll("input[name=case]:checked")].map((box) => box.value))
  const reply = await fetch(location.href, { headers: { "HX-Request": "true" } })
  if (!reply.ok) return location.reload()
  const top = scrollY
  queue.innerHTML = await reply.text()
  window.htmx?.process(queue)
  start(queue)
  for (const box of queue.querySelectorAll("input[name=case]")) box.checked = ticked.has(box.value)
  scrollTo({ top })
  const first = [...rowsOf(queue)].find(([name]) => !known.has(name))
  first?.[1].querySelector("a").focus({ preventScroll: false })
}

// The numbers of a page, each by its name.
export const count = (part) => {
  const url = part.dataset.freshCounts
  ask(part, url, "", (text) => {
    for (const [name, number] of Object.entries(text ? JSON.parse(text) : {})) {
      for (const place of document.querySelectorAll(`[data-count="${name}"]`)) place.textContent = number
    }
  }, () => {})
}
