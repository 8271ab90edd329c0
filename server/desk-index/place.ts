import type { Transaction } from 'kysely';
import type { Tables } from '../storage/schema.ts';

/** Places within one millisecond. With so many, places stay whole numbers that are exact until the year 2248. */
const WITHIN = 1024;

/** The first place of a millisecond. */
export function firstPlace(createdAt: number): number {
  return createdAt * WITHIN;
}

/** The millisecond of a place. */
export function timeOf(place: number): number {
  return Math.floor(place / WITHIN);
}

const STRETCH = 30 * 24 * 3_600_000 * WITHIN;

/** In which thirty days a place is, counted from 1970 on. */
export function stretchOf(place: number): number {
  return Math.floor(place / STRETCH);
}

/** The first place of thirty days. */
export function firstOfStretch(stretch: number): number {
  return stretch * STRETCH;
}

/**
 * Where comments stand in the index: in the order of their time, and within a millisecond nearly in that of their ids. A place that is
 * taken stays with whoever has it; the next free one does as well.
 *
 * @returns a place for each id
 */
export async function findPlaces(
  trx: Transaction<Tables>,
  comments: readonly { readonly id: string; readonly created_at: number }[],
): Promise<Map<string, number>> {
  const places = new Map<string, number>();
  if (comments.length === 0) return places;
  const wanted = comments.map(({ id, created_at: at }) => ({ id, place: firstPlace(at) + withinOf(id) }));
  const taken = new Set(
    await takenOf(
      trx,
      wanted.map(({ place }) => place),
    ),
  );
  for (const { id, place } of wanted) {
    let free = place;
    for (let known = place; taken.has(free); free += 1) {
      if (free < known) continue;
      // Rare: the neighbours are looked at only where the first choice is taken.
      for (const each of await takenBetween(trx, known, known + WITHIN)) taken.add(each);
      known += WITHIN;
    }
    taken.add(free);
    places.set(id, free);
  }
  return places;
}

/** Ids are of hexadecimal digits. The first ten bits keep their order. */
function withinOf(id: string): number {
  return Number.parseInt(id.slice(0, 3), 16) >> 2;
}

async function takenOf(trx: Transaction<Tables>, places: readonly number[]): Promise<number[]> {
  const rows = await trx.selectFrom('desk_index').select('seq').where('seq', 'in', places).execute();
  return rows.map(({ seq }) => seq);
}

async function takenBetween(trx: Transaction<Tables>, from: number, to: number): Promise<number[]> {
  const rows = await trx
    .selectFrom('desk_index')
    .select('seq')
    .where('seq', '>=', from)
    .where('seq', '<', to)
    .execute();
  return rows.map(({ seq }) => seq);
}
