/**
 * Puts a text into the clipboard. Many provincial sites are still on plain http, where the browser gives no clipboard to scripts: there a
 * selected field is copied the old way.
 *
 * @param root where the field may stand for a moment
 * @returns whether it is there
 */
export async function copyText(text: string, root: ShadowRoot): Promise<boolean> {
  // The types know no page without one.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  try {
    await clipboard!.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.readOnly = true;
    field.className = 'spoken';
    const focused = root.activeElement as HTMLElement | null;
    root.append(field);
    field.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on plain http
    const done = document.execCommand('copy');
    field.remove();
    focused?.focus();
    return done;
  }
}
