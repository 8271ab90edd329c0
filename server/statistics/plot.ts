/** What a bar is made of, from the bottom up. */
export interface Series {
  readonly name: string;
  /** Chooses colour and pattern: see `PLOT_STYLE`. */
  readonly kind: 'published' | 'pending' | 'rejected' | 'gone';
}

/** One bar. */
export interface Bar {
  /** In full, for those who point at it. */
  readonly name: string;
  /** Below it, where there is room. */
  readonly label: string;
  /** One for each series. */
  readonly values: readonly number[];
}

/** A plot of stacked bars. */
export interface StackedBars {
  /** Begins the ids in it; another one for each plot of a page. */
  readonly id: string;
  readonly title: string;
  /** What the plot shows, for those who do not see it. */
  readonly description: string;
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
  readonly format: (value: number) => string;
}

const HEIGHT = 240;
const TOP = 16;
const BOTTOM = 28;
/** Room for the numbers of the scale, in pixels. */
const LEFT = 52;
const MOST_LABELS = 5;

/**
 * Stacked bars as SVG. Lengths to the side are percentages and letters have the size of the page, so that it is legible at every width. Each
 * series has a pattern besides its colour.
 */
export function stackedBars({ id, title, description, series, bars, format }: StackedBars): string {
  const totals = bars.map(({ values }) => values.reduce((all, each) => all + each, 0));
  const steps = scaleOf(Math.max(...totals, 1));
  const top = steps.at(-1)!;
  const ground = HEIGHT - BOTTOM;
  const y = (value: number): number => round(ground - (value / top) * (ground - TOP));
  const room = 100 / Math.max(bars.length, 1);
  // Few bars must not become walls.
  const width = Math.min(room * 0.8, 8);

  const lines = steps
    .map(
      (step) =>
        `<text class="plot-scale" x="-8" y="${round(y(step) + 4)}" text-anchor="end">${escape(format(step))}</text>` +
        `<line class="plot-line" x1="0" x2="100%" y1="${y(step)}" y2="${y(step)}"/>`,
    )
    .join('');
  const columns = bars
    .map(({ name, values }, index) => {
      const x = round(index * room + (room - width) / 2);
      let below = 0;
      const parts = values.map((value, place) => {
        const bottom = y(below);
        below += value;
        const height = round(bottom - y(below));
        if (height <= 0) return '';
        // A hair between two parts, where there is room for one.
        const gap = height > 3 && place > 0 ? 1 : 0;
        return `<rect ${fillOf(id, series[place]!.kind)} x="${x}%" y="${y(below)}" width="${round(width)}%" height="${height - gap}"/>`;
      });
      const told = series.map((each, place) => `${each.name}: ${format(values[place]!)}`).join('\n');
      return `<g><title>${escape(`${name}\n${told}`)}</title>${parts.join('')}</g>`;
    })
    .join('');
  const every = Math.ceil(bars.length / MOST_LABELS);
  const labels = bars
    .map(({ label }, index) => {
      if (index % every !== 0) return '';
      const x = round((index + 0.5) * room);
      // The last must not stand out of the page; the first has the room of the scale.
      const isLast = x > 92;
      return `<text class="plot-label" x="${isLast ? round((index + 1) * room) : x}%" y="${HEIGHT - 8}" text-anchor="${isLast ? 'end' : 'middle'}">${escape(label)}</text>`;
    })
    .join('');
  return (
    `<svg class="plot" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-description" width="100%" height="${HEIGHT}">` +
    `<title id="${id}-title">${escape(title)}</title><desc id="${id}-description">${escape(description)}</desc>` +
    `${patterns(id)}${lines}${columns}${labels}</svg>`
  );
}

/** The sign of a series for a legend; the plot with this id must be on the same page. */
export function legendSign(id: string, { kind }: Series): string {
  return `<svg class="plot-sign" width="20" height="20" aria-hidden="true"><rect ${fillOf(id, kind)} x="1" y="1" width="18" height="18"/></svg>`;
}

/** A bar that lies beside its number in a table, as long as its share of the largest. */
export function lyingBar(value: number, largest: number): string {
  const share = largest > 0 ? round((value / largest) * 100) : 0;
  return `<svg class="plot-lying" width="100%" height="10" aria-hidden="true"><rect class="plot-fill-published" width="${share}%" height="10"/></svg>`;
}

/** Colours of the plots: three to one against the page at least, light and dark, and the person's own where they have chosen them. */
export const PLOT_STYLE = `:root { --plot-published: #00529b; --plot-pending: #a85a00; --plot-rejected: #b3001b; --plot-gone: #6b6b6b; }
@media screen and (prefers-color-scheme: dark) {
  :root { --plot-published: #6ea8e0; --plot-pending: #ffb366; --plot-rejected: #ff8f8f; --plot-gone: #b0b0b0; }
}
@media (forced-colors: active) {
  :root { --plot-published: CanvasText; --plot-pending: CanvasText; --plot-rejected: CanvasText; --plot-gone: CanvasText; }
}
.plot { display: block; box-sizing: border-box; padding-left: ${LEFT}px; overflow: visible; }
.plot text { fill: currentColor; font-size: 0.8em; font-family: inherit; }
.plot-line { stroke: currentColor; stroke-opacity: 0.25; }
.plot-fill-published { fill: var(--plot-published); }
.plot-fill-pending { fill: var(--plot-pending); }
.plot-fill-rejected { fill: var(--plot-rejected); }
.plot-line-pending { stroke: var(--plot-pending); }
.plot-line-gone { stroke: var(--plot-gone); }
.plot-fill-gone { fill: var(--plot-gone); }
.plot-lying { display: block; margin-top: 0.25em; }
.plot-sign { flex: none; }
`;

/** Published is plain, what waits has slanting stripes, what was rejected is chequered, what is gone has lying stripes. */
function patterns(id: string): string {
  const pattern = (kind: string, inside: string): string =>
    `<pattern id="${id}-${kind}" width="6" height="6" patternUnits="userSpaceOnUse">` +
    `<rect class="plot-fill-${kind}" width="6" height="6" fill-opacity="0.25"/>${inside}</pattern>`;
  return (
    '<defs>' +
    pattern('pending', '<path class="plot-line-pending" d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke-width="2"/>') +
    pattern(
      'rejected',
      '<rect class="plot-fill-rejected" width="3" height="3"/><rect class="plot-fill-rejected" x="3" y="3" width="3" height="3"/>',
    ) +
    pattern('gone', '<path class="plot-line-gone" d="M0 3h6" stroke-width="1.5"/>') +
    '</defs>'
  );
}

function fillOf(id: string, kind: Series['kind']): string {
  if (kind === 'published') return 'class="plot-fill-published"';
  return `fill="url(#${id}-${kind})"`;
}

/** Round numbers from nothing to the first that is not below the largest value: four or five steps, never a part of a comment. */
function scaleOf(largest: number): number[] {
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough)!,
  );
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => index * step);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Text for SVG and HTML. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
