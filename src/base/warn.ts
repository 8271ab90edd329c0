const said = new Set<string>();

/** Says something to the developer in the console, once per page and wording: bad input is never an exception. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(message);
}

/** The one warning for an attribute that makes no sense: names tag, attribute, value and what is expected. */
export function warnAttribute(element: Element, attribute: string, value: unknown, expected: string): void {
  warnOnce(`<${element.localName}> ${attribute}="${String(value)}": expected ${expected}`);
}
