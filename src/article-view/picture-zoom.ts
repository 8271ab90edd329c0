const LARGEST = 6;
/** A finger that has gone so far (px) across turns to another picture. */
const SWIPE = 60;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Makes a picture larger by two fingers, wheel or double press, moves it while it is, and hears of a swipe while it is not. Sizes are set on the
 * node, not in an attribute, so that a strict style policy has nothing to object to.
 */
export class PictureZoom {
  readonly #swiped: (by: 1 | -1) => void;
  readonly #changed: () => void;
  readonly #fingers = new Map<number, Point>();
  #figure: HTMLElement | undefined;
  #scale = 1;
  #shift: Point = { x: 0, y: 0 };
  #start: Point | undefined;

  /**
   * @param swiped hears of a swipe: to the next (1) or the one before (−1)
   * @param changed hears of another scale
   */
  constructor(swiped: (by: 1 | -1) => void, changed: () => void) {
    this.#swiped = swiped;
    this.#changed = changed;
  }

  /** 1 is as large as it fits; at most 6. */
  get scale(): number {
    return this.#scale;
  }

  /** @param figure what holds the picture and hears the fingers */
  watch(figure: HTMLElement): void {
    if (figure === this.#figure) return;
    this.#figure = figure;
    figure.addEventListener('pointerdown', this.#handleDown);
    figure.addEventListener('pointermove', this.#handleMove);
    for (const type of ['pointerup', 'pointercancel'] as const) figure.addEventListener(type, this.#handleUp);
    figure.addEventListener('dblclick', this.#handleDouble);
    figure.addEventListener('wheel', this.#handleWheel, { passive: false });
  }

  /** Makes it larger or smaller. */
  by(factor: number): void {
    this.#set(this.#scale * factor);
  }

  /** As large as it fits. */
  reset(): void {
    this.#fingers.clear();
    this.#start = undefined;
    this.#set(1);
  }

  #set(scale: number, shift = this.#shift): void {
    this.#scale = Math.min(Math.max(scale, 1), LARGEST);
    this.#shift = this.#scale === 1 ? { x: 0, y: 0 } : this.#within(shift);
    const picture = this.#figure?.querySelector('img');
    if (picture) {
      const { x, y } = this.#shift;
      picture.style.transform =
        this.#scale === 1 ? '' : `translate(${String(x)}px, ${String(y)}px) scale(${String(this.#scale)})`;
    }
    this.#changed();
  }

  /** Nothing can be pushed out of sight. */
  #within({ x, y }: Point): Point {
    const picture = this.#figure?.querySelector('img');
    const [width, height] = [picture?.offsetWidth ?? 0, picture?.offsetHeight ?? 0];
    const room = (length: number): number => (length * (this.#scale - 1)) / 2;
    const clamp = (value: number, limit: number): number => Math.min(Math.max(value, -limit), limit);
    return { x: clamp(x, room(width)), y: clamp(y, room(height)) };
  }

  readonly #handleDown = (event: PointerEvent): void => {
    const { pointerId, clientX: x, clientY: y, currentTarget } = event;
    (currentTarget as Element).setPointerCapture(pointerId);
    this.#fingers.set(pointerId, { x, y });
    this.#start = this.#fingers.size === 1 ? { x, y } : undefined;
  };

  readonly #handleMove = ({ pointerId, clientX: x, clientY: y }: PointerEvent): void => {
    const before = this.#fingers.get(pointerId);
    if (!before) return;
    const spread = this.#spread();
    this.#fingers.set(pointerId, { x, y });
    if (spread > 0) this.by(this.#spread() / spread);
    else if (this.#scale > 1)
      this.#set(this.#scale, { x: this.#shift.x + x - before.x, y: this.#shift.y + y - before.y });
  };

  readonly #handleUp = ({ type, pointerId, clientX, clientY }: PointerEvent): void => {
    if (!this.#fingers.delete(pointerId)) return;
    const start = this.#start;
    this.#start = undefined;
    if (!start || this.#scale > 1 || type === 'pointercancel') return;
    const [x, y] = [clientX - start.x, clientY - start.y];
    if (Math.abs(x) > SWIPE && Math.abs(x) > Math.abs(y) * 1.5) this.#swiped(x < 0 ? 1 : -1);
  };

  readonly #handleDouble = (): void => {
    this.#set(this.#scale > 1 ? 1 : 2.5);
  };

  readonly #handleWheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.by(event.deltaY < 0 ? 1.2 : 1 / 1.2);
  };

  /** How far two fingers are apart (px); 0 for others. */
  #spread(): number {
    if (this.#fingers.size !== 2) return 0;
    const [a, b] = [...this.#fingers.values()] as [Point, Point];
    return Math.hypot(a.x - b.x, a.y - b.y);
  }
}
