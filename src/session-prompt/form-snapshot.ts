import { fingerprint, quietly } from '../controllers/browser-storage.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Types that hold nothing typed, or what must not be written down. */
const LEFT_OUT = /^(password|file|hidden|submit|button|image|reset|fieldset|output|object)$/;
/** Card fields and one-time codes, by their attribute: the property leaves out what a browser does not know. */
const SECRET = /\b(cc-|one-time-code|current-password|new-password)/;
/** Passwords that a button shows as text, and codes, by their name. */
const SECRET_NAME = /passw|pwd|mat.?khau|otp|cvv|cvc/i;

/** What one control holds: its text, whether it is ticked, or the values of the chosen options. */
type Content = string | boolean | readonly string[];

/**
 * What somebody has typed into the page's forms, kept in this tab for the time after signing in again: without
 * passwords, files, hidden and card fields.
 */
export class FormSnapshot {
  readonly #mine: string;
  readonly #key: string;
  readonly #forms: () => Iterable<HTMLFormElement>;

  /**
   * @param user whose words they are: nobody else gets them
   * @param forms the forms to keep
   */
  constructor(user: string, forms: () => Iterable<HTMLFormElement>) {
    this.#mine = `tinh:forms:${fingerprint(user)}:`;
    this.#key = this.#mine + location.pathname + location.search;
    this.#forms = forms;
  }

  /** Keeps what differs from the page's own values. Returns false when the browser could not. */
  save(): boolean {
    const kept = this.#controls()
      .filter(([, control]) => isTouched(control))
      .map(([place, control]) => [place, contentOf(control)] as const);
    this.discard();
    return !kept.length || !!quietly(() => (sessionStorage.setItem(this.#key, JSON.stringify(kept)), true));
  }

  /** Whether anything was kept on this page. */
  get isKept(): boolean {
    return quietly(() => sessionStorage.getItem(this.#key)) != null;
  }

  /** Puts back what was kept, where the page's own value still stands, and forgets it. Returns false when its controls are not there. */
  restore(): boolean {
    const kept = new Map(quietly(() => JSON.parse(sessionStorage.getItem(this.#key)!) as [string, Content][]) ?? []);
    // All are judged before the first is filled: radio buttons of one name change each other.
    const known = this.#controls().filter(([place]) => kept.has(place));
    const controls = known.filter(([, control]) => !isTouched(control));
    if (!known.length) return false;
    for (const [place, control] of controls) {
      fill(control, kept.get(place)!);
      for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
    }
    this.discard();
    return true;
  }

  /** Forgets what this person typed on any page of this tab: they have signed out on purpose; or one page's words. */
  forget(prefix = this.#mine): void {
    quietly(() => {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
    });
  }

  /** Forgets what was kept on this page. */
  discard(): void {
    this.forget(this.#key);
  }

  /** The controls with their places: form, name, and the how manieth of that name. */
  #controls(): [string, Control][] {
    const seen: Record<string, number> = {};
    return [...this.#forms()].flatMap((form, index) =>
      ([...form.elements] as Control[])
        .filter(
          (control) =>
            !LEFT_OUT.test(control.type) &&
            !SECRET.test(control.getAttribute('autocomplete') ?? '') &&
            !SECRET_NAME.test(`${control.name} ${control.id}`),
        )
        .map((control): [string, Control] => {
          const name = `${form.id || String(index)} ${control.name || control.id}`;
          seen[name] = (seen[name] ?? 0) + 1;
          return [`${name} ${String(seen[name])}`, control];
        }),
    );
  }
}

function isTicked(control: Control): control is HTMLInputElement {
  return control.type === 'checkbox' || control.type === 'radio';
}

/** Whether somebody, or a script, has changed what the page came with; radio buttons of one name are one question. */
function isTouched(control: Control): boolean {
  if ('options' in control) {
    const options = [...control.options];
    const isChosen = control.multiple || options.some((each) => each.defaultSelected);
    // Where the page chose none, the browser chooses the first that can be chosen.
    const first = isChosen ? null : options.find((each) => !each.disabled);
    return options.some((each) => each.selected !== (each.defaultSelected || each === first));
  }
  if (!isTicked(control)) return control.value !== control.defaultValue;
  const group =
    control.type === 'radio' && control.name ? ([...control.form!.elements] as HTMLInputElement[]) : [control];
  return group.some((each) => each.name === control.name && each.checked !== each.defaultChecked);
}

function contentOf(control: Control): Content {
  if ('options' in control) return [...control.selectedOptions].map((each) => each.value);
  return isTicked(control) ? control.checked : control.value;
}

function fill(control: Control, content: Content): void {
  if ('options' in control)
    for (const each of control.options) each.selected = (content as readonly string[]).includes(each.value);
  else if (isTicked(control)) control.checked = content === true;
  else control.value = String(content);
}
