import { withThemeByDataAttribute } from '@storybook/addon-themes';
import { setCustomElementsManifest, type Decorator, type Preview } from '@storybook/web-components-vite';
import manifest from '../custom-elements.json';
import '../src/theme/tinh.css';
import './preview.css';

setCustomElementsManifest(manifest);

/** The agencies' themes of the demo, by name: style sheets that set site tokens on `:root`. */
const agencyThemes = new Map(
  Object.entries(
    import.meta.glob<string>('../demo/theme-*.css', { query: '?inline', import: 'default', eager: true }),
  ).map(([path, css]) => [path.replace(/^.*\/theme-|\.css$/g, ''), css]),
);

const themeNames = ['light', 'dark', ...agencyThemes.keys()];

const themeStyle = document.head.appendChild(document.createElement('style'));

const agencyTheme: Decorator = (story, { globals }) => {
  themeStyle.textContent = agencyThemes.get(String(globals['theme'])) ?? '';
  return story();
};

/** The elements take the language of the nearest `[lang]`, as on a real page. */
const language: Decorator = (story, { globals }) => {
  document.documentElement.lang = String(globals['lang']);
  return story();
};

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    a11y: { test: 'error' },
    controls: { expanded: true },
    options: { storySort: { order: ['Giới thiệu', 'Thành phần', 'Giao diện'] } },
  },
  initialGlobals: { lang: 'vi', theme: 'light' },
  globalTypes: {
    lang: {
      description: 'Language of the page',
      toolbar: {
        title: 'Language',
        icon: 'globe',
        items: [
          { value: 'vi', title: 'Tiếng Việt' },
          { value: 'en', title: 'English' },
        ],
        dynamicTitle: true,
      },
    },
  },
  decorators: [
    language,
    agencyTheme,
    withThemeByDataAttribute({
      themes: Object.fromEntries(themeNames.map((name) => [name, name])),
      defaultTheme: 'light',
      attributeName: 'data-theme',
    }),
  ],
};

export default preview;
