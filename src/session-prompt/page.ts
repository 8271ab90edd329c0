/** The element that has the focus, inside shadow roots too. */
export function focusedElement(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : null;
}

/** Where a click on a link, or a form that is sent, leads to; undefined where it is neither. */
export function destinationOf(event: Event): string | undefined {
  // Also inside the shadow root of another element.
  const [target] = event.composedPath();
  if (!(target instanceof Element)) return undefined;
  if (event.type !== 'submit') return target.closest('a')?.href;
  // A control named “action” hides the form's own property.
  const action: unknown = Reflect.get(HTMLFormElement.prototype, 'action', target);
  return String(action);
}
