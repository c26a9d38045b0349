// What scripting adds: GOV.UK Frontend's components, and focus where a swapped page needs it. Nothing works only here.
import { initAll } from "./govuk-frontend.js"

document.body.classList.add("js-enabled", ...("noModule" in HTMLScriptElement.prototype ? ["govuk-frontend-supported"] : []))
