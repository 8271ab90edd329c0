import { asRfc3339 } from '../text/rfc3339.ts';
import { webAddress } from '../text/web-address.ts';

/** A link to another article. */
export interface ArticleLink {
  readonly title: string;
  readonly url: string;
  /** RFC 3339. */
  readonly published?: string | undefined;
}

/** A file that belongs to an article. */
export interface ArticleAttachment {
  readonly name: string;
  readonly url: string;
  /** Media type, for example `application/pdf`. */
  readonly type?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
  /** Number of pages. */
  readonly pages?: number | undefined;
}

/** The picture at the head of an article. */
export interface ArticleImage {
  readonly url: string;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
  readonly caption?: string | undefined;
  /** Who took it. */
  readonly credit?: string | undefined;
  /** Pixels. */
  readonly width?: number | undefined;
  /** Pixels. */
  readonly height?: number | undefined;
}

/** An article as `src` of `tinh-article-view` answers it; `article.schema.json` says the same. Addresses may start from that of the answer. */
export interface Article {
  readonly headline: string;
  /** HTML; what could run, frames, forms and styles are left out. */
  readonly body: string;
  /** Section of the site. */
  readonly section?: string | undefined;
  /** RFC 3339. */
  readonly published?: string | undefined;
  /** RFC 3339. */
  readonly modified?: string | undefined;
  /** RFC 3339; from then on it holds no longer. */
  readonly expires?: string | undefined;
  /** Where the article is now. */
  readonly movedTo?: string | undefined;
  /** Language of the article, BCP 47. */
  readonly language?: string | undefined;
  readonly author?: { readonly name: string; readonly role?: string | undefined } | undefined;
  readonly source?: { readonly name: string; readonly url?: string | undefined } | undefined;
  readonly image?: ArticleImage | undefined;
  /** The article as somebody has read it, one of each voice. */
  readonly audio?: readonly { readonly url: string; readonly voice?: string | undefined }[] | undefined;
  readonly attachments?: readonly ArticleAttachment[] | undefined;
  readonly tags?: readonly { readonly name: string; readonly url?: string | undefined }[] | undefined;
  readonly newer?: readonly ArticleLink[] | undefined;
  readonly older?: readonly ArticleLink[] | undefined;
  readonly related?: readonly ArticleLink[] | undefined;
}

/** What a value has to be; `undefined` as its answer means that it is not. */
type Check<Value> = (value: unknown) => Value | undefined;

/** An article that was checked, with what of it was left out since it makes no sense. */
export interface CheckedArticle {
  /** Undefined where headline or body are missing: then it is no article. */
  readonly article: Article | undefined;
  /** JSON pointers (RFC 6901) of what was left out. */
  readonly faults: readonly string[];
}

/**
 * Checks an article that came from an address. What is optional and wrong is left out and named; addresses become whole ones.
 *
 * @param base what relative addresses start from
 */
export function checkArticle(json: unknown, base: string): CheckedArticle {
  const faults: string[] = [];
  const text: Check<string> = (value) => (typeof value === 'string' && value.trim() !== '' ? value : undefined);
  const time: Check<string> = (value) => (typeof value === 'string' ? asRfc3339(value) : undefined);
  const url: Check<string> = (value) => (typeof value === 'string' ? webAddress(value, base) : undefined);
  const language: Check<string> = (value) =>
    typeof value === 'string' && /^[a-z]{2,3}(-[a-z\d]{1,8})*$/i.test(value) ? value : undefined;
  const count: Check<number> = (value) =>
    Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;

  const object = <Fields extends Record<string, Check<unknown>>>(
    value: unknown,
    at: string,
    fields: Fields,
    needed: readonly (keyof Fields & string)[],
  ): { [Name in keyof Fields]?: ReturnType<Fields[Name]> } | undefined => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      faults.push(at);
      return undefined;
    }
    const given = value as Readonly<Record<string, unknown>>;
    const checked: Record<string, unknown> = {};
    for (const [name, check] of Object.entries(fields)) {
      if (given[name] === undefined || given[name] === null) continue;
      const before = faults.length;
      checked[name] = check(given[name]);
      // What lies within has said more exactly what is wrong.
      if (checked[name] === undefined && faults.length === before) faults.push(`${at}/${name}`);
    }
    const missing = needed.filter((name) => checked[name] === undefined);
    faults.push(...missing.filter((name) => (given[name] ?? null) === null).map((name) => `${at}/${name}`));
    return missing.length === 0 ? (checked as never) : undefined;
  };
  const list = (value: unknown, at: string, fields: Record<string, Check<unknown>>, needed: readonly string[]) => {
    if (Array.isArray(value))
      return value.flatMap((each, n) => object(each, `${at}/${String(n)}`, fields, needed) ?? []);
    faults.push(at);
    return undefined;
  };
  const part =
    (name: string, fields: Record<string, Check<unknown>>, needed: readonly string[]): Check<unknown> =>
    (value) =>
      object(value, `/${name}`, fields, needed);
  const links =
    (name: string): Check<unknown> =>
    (value) =>
      list(value, `/${name}`, { title: text, url, published: time }, ['title', 'url']) ?? [];

  const article = object(
    json,
    '',
    {
      headline: text,
      body: text,
      section: text,
      published: time,
      modified: time,
      expires: time,
      movedTo: url,
      language,
      author: part('author', { name: text, role: text }, ['name']),
      source: part('source', { name: text, url }, ['name']),
      image: part(
        'image',
        {
          url,
          alt: (value) => (typeof value === 'string' ? value : undefined),
          caption: text,
          credit: text,
          width: count,
          height: count,
        },
        ['url', 'alt'],
      ),
      audio: (value) => list(value, '/audio', { url, voice: text }, ['url']) ?? [],
      attachments: (value) =>
        list(value, '/attachments', { name: text, url, type: text, size: count, pages: count }, ['name', 'url']) ?? [],
      tags: (value) => list(value, '/tags', { name: text, url }, ['name']) ?? [],
      newer: links('newer'),
      older: links('older'),
      related: links('related'),
    },
    ['headline', 'body'],
  );
  return { article: article as Article | undefined, faults };
}
