// Finds elements by role, accessible name, text or test id, among those a person can see. A subset of the W3C
// "Accessible Name and Description Computation" and "ARIA in HTML" that covers the elements this app uses.

const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();

function* everything(root) {
  for (const element of root.querySelectorAll("*")) {
    yield element;
    if (element.shadowRoot) yield* everything(element.shadowRoot);
  }
}

// What has the focus, also inside an open shadow root.
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

// What stands in a field: an element with a value, or the lines of an editor without the hint it shows while empty.
function valueOf(element) {
  if ("value" in element) return element.value;
  const lines = [...element.querySelectorAll(".cm-line")].map((line) => {
    const copy = line.cloneNode(true);
    copy.querySelectorAll(".cm-placeholder").forEach((hint) => hint.remove());
    return copy.textContent;
  });
  return lines.join("\n");
}

function isVisible(element) {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  if (element.closest('[aria-hidden="true"], [inert]')) return false;
  return [...element.getClientRects()].some((box) => box.width > 0 && box.height > 0);
}

const INPUT_ROLES = {
  button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
  range: "slider", number: "spinbutton", search: "searchbox", email: "textbox", tel: "textbox", text: "textbox",
  url: "textbox",
};

const TAG_ROLES = {
  article: "article", aside: "complementary", button: "button", dialog: "dialog", fieldset: "group", figure: "figure",
  footer: "contentinfo", form: "form", h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading",
  h6: "heading", header: "banner", hr: "separator", img: "img", li: "listitem", main: "main", menu: "list",
  meter: "meter", nav: "navigation", ol: "list", option: "option", output: "status", progress: "progressbar",
  section: "region", summary: "button", table: "table", td: "cell", textarea: "textbox", th: "columnheader",
  tr: "row", ul: "list",
};

function roleOf(element) {
  const explicit = element.getAttribute("role")?.trim().split(/\s+/)[0];
  if (explicit) return explicit;
  const tag = element.localName;
  if (tag === "a") return element.hasAttribute("href") ? "link" : null;
  if (tag === "input") return INPUT_ROLES[element.type] ?? null;
  if (tag === "select") return element.multiple || element.size > 1 ? "listbox" : "combobox";
  if (element.isContentEditable && element.parentElement && !element.parentElement.isContentEditable) return "textbox";
  return TAG_ROLES[tag] ?? null;
}

const NAMED_BY_CONTENT = new Set([
  "button", "cell", "checkbox", "columnheader", "gridcell", "heading", "link", "listitem", "menuitem",
  "menuitemcheckbox", "menuitemradio", "option", "radio", "row", "rowheader", "switch", "tab", "tooltip", "treeitem",
]);

function contentName(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  if (getComputedStyle(node).display === "none") return "";
  const own = node.getAttribute("aria-label") ?? (node.localName === "img" ? node.alt : null);
  if (own !== null) return ` ${own} `;
  const inline = getComputedStyle(node).display.startsWith("inline");
  const inner = [...node.childNodes].map(contentName).join("");
  return inline && getComputedStyle(node).display === "inline" ? inner : ` ${inner} `;
}

function nameOf(element) {
  const root = element.getRootNode();
  const ids = element.getAttribute("aria-labelledby")?.trim().split(/\s+/) ?? [];
  const labelled = squeeze(ids.map((id) => root.getElementById(id)?.textContent ?? "").join(" "));
  if (labelled) return labelled;
  const label = squeeze(element.getAttribute("aria-label"));
  if (label) return label;
  const native = squeeze([...(element.labels ?? [])].map(contentName).join(" "));
  if (native) return native;
  if (element.localName === "img") return squeeze(element.alt);
  if (element.localName === "fieldset") return squeeze(element.querySelector(":scope > legend")?.textContent);
  if (element.localName === "table") return squeeze(element.caption?.textContent);
  if (NAMED_BY_CONTENT.has(roleOf(element))) {
    const content = squeeze([...element.childNodes].map(contentName).join(""));
    if (content) return content;
  }
  return squeeze(element.title || element.placeholder || "");
}

const holds = (actual, wanted) => actual.toLowerCase().includes(squeeze(wanted).toLowerCase());

// The elements that match; when some are called exactly so, only those. Of nested matches by text, the innermost.
function find({ role, name, text, testId }) {
  let found = [...everything(document)].filter(
    (element) =>
      (testId == null || element.getAttribute("data-testid") === testId) &&
      (role == null || roleOf(element) === role) &&
      (text == null || holds(squeeze(element.innerText ?? ""), text)) &&
      isVisible(element),
  );
  if (name != null) {
    const named = found.map((element) => [element, nameOf(element)]).filter(([, actual]) => actual && holds(actual, name));
    const exact = named.filter(([, actual]) => actual === squeeze(name));
    found = (exact.length ? exact : named).map(([element]) => element);
  }
  if (text != null && role == null && testId == null) {
    found = found.filter((element) => !found.some((other) => other !== element && element.contains(other)));
  }
  return found;
}

function pageText() {
  const parts = [document.body?.innerText];
  for (const element of everything(document)) {
    if (element.shadowRoot) parts.push(...[...element.shadowRoot.children].map((child) => child.innerText));
  }
  return squeeze(parts.join(" "));
}
