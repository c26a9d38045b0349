// A map to point at. It writes the place into the box beside it, where it can be typed as well: nothing depends on it.
import "./leaflet.js"

const NUMBERS = /^\s*(-?\d+\.\d+)\s*,\s*(-?\d+\.\d+)\s*$/

// The map's own styles come with it, so that other pages need not fetch them.
const styled = (document) => {
  const href = new URL("./leaflet.css", import.meta.url).href
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve()
  const link = document.createElement("link")
  link.rel = "stylesheet"
  link.href = href
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve
    document.head.append(link)
  })
}

const button = (words, press) => {
  const made = document.createElement("button")
  made.type = "button"
  made.className = "govuk-button govuk-button--secondary"
  made.textContent = words
  made.addEventListener("click", press)
  return made
}

export const enhance = async (place) => {
  const said = JSON.parse(place.dataset.map)
  const { url, attribution, view } = JSON.parse(place.dataset.tiles)
  const box = document.getElementById(place.dataset.point)
  delete place.dataset.map
  await styled(document)
  const { L } = self
  const canvas = document.createElement("div")
  canvas.className = "tc-map__canvas"
  canvas.setAttribute("role", "application")
  canvas.setAttribute("aria-label", said.map)
  const help = document.createElement("p")
  help.className = "govuk-hint"
  help.id = `${place.dataset.point}-help`
  help.textContent = said.help
  canvas.setAttribute("aria-describedby", help.id)
  const status = document.createElement("p")
  status.className = "govuk-body"
  status.setAttribute("role", "status")
  place.hidden = false
  place.append(help, canvas)
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches
  const motion = { fadeAnimation: moves, inertia: moves, zoomAnimation: moves }
  const map = L.map(canvas, { attributionControl: Boolean(attribution), zoomControl: false, ...motion })
  map.attributionControl?.setPrefix(false)
  L.control.zoom({ zoomInTitle: said.in, zoomOutTitle: said.out }).addTo(map)
  L.tileLayer(url, { attribution, maxZoom: 20, alt: "" }).addTo(map)
  const marker = L.circleMarker([0, 0], { radius: 12, weight: 4, className: "tc-map__marker", interactive: false })

  const typed = () => {
    const found = NUMBERS.exec(box.value)
    return found ? [Number(found[1]), Number(found[2])] : null
  }
  const show = () => {
    const at = typed()
    if (at) marker.setLatLng(at).addTo(map)
    else marker.remove()
    return at
  }
  const choose = ({ lat, lng }) => {
    box.value = `${lat.toFixed(6)}, ${lng.toFixed(6)}`
    show()
    status.textContent = said.chosen.replace("{point}", box.value)
    box.dispatchEvent(new Event("change", { bubbles: true }))
  }

  const at = show()
  map.setView(at ?? view.slice(0, 2), at ? 16 : view[2])
  map.on("click", (event) => choose(event.latlng))
  box.addEventListener("change", () => {
    const there = show()
    if (there && !map.getBounds().contains(there)) map.setView(there, Math.max(map.getZoom(), 15))
  })
  const middle = document.createElement("span")
  middle.className = "tc-map__middle"
  middle.setAttribute("aria-hidden", "true")
  canvas.append(middle)
  place.append(button(said.use, () => choose(map.getCenter())), status)
}
