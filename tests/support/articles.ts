/** The articles of `demo/articles/`, without their endings; a test holds this list against the folder. */
export const ARTICLES: readonly string[] = [
  'broken-nesting',
  'dotnetnuke',
  'duplicate-ids',
  'embeds',
  'gallery',
  'legal-text',
  'liferay',
  'lists-and-notes',
  'nukeviet-news',
  'one-long-paragraph',
  'sharepoint-wiki',
  'skipped-headings',
  'table-layout',
  'word-paste',
  'wordpress-classic',
  'wordpress-gutenberg',
];
