import { expect } from '@open-wc/testing';
import { define } from '../src/base/define.ts';
import { VERSION } from '../src/base/version.ts';
import { warnAttribute, warnOnce } from '../src/base/warn.ts';
import { recordConsole } from './support/fixture.ts';

/** A class as a copy of the library brings it. */
const elementOf = (version: string) =>
  class extends HTMLElement {
    static readonly version = version;
  };

describe('registration', () => {
  it('keeps the class of the first copy when a second one of the same version arrives, and says nothing', () => {
    const lines = recordConsole();
    const first = elementOf('1.0.0');
    define('x-same-copy', first);
    define('x-same-copy', elementOf('1.0.0'));
    expect(customElements.get('x-same-copy')).to.equal(first);
    expect(lines).to.be.empty;
  });

  it('keeps the class of the first copy when another version arrives, and says so once', () => {
    const lines = recordConsole();
    const first = elementOf('1.0.0');
    define('x-other-copy', first);
    define('x-other-copy', elementOf('1.1.0'));
    define('x-other-copy', elementOf('1.1.0'));
    expect(customElements.get('x-other-copy')).to.equal(first);
    expect(lines).to.deep.equal(['<x-other-copy> is of tinh 1.0.0; 1.1.0 was not registered']);
  });

  it('never throws, also where the tag belongs to somebody else', () => {
    const lines = recordConsole();
    customElements.define('x-foreign', class extends HTMLElement {});
    define('x-foreign', elementOf('1.0.0'));
    expect(lines).to.deep.equal(['<x-foreign> is of tinh undefined; 1.0.0 was not registered']);
  });
});

describe('version', () => {
  it('is the one of package.json', async () => {
    const { version } = await (await fetch('/package.json')).json();
    expect(VERSION).to.equal(version);
  });
});

describe('warnings', () => {
  it('come once each', () => {
    const lines = recordConsole();
    warnOnce('một');
    warnOnce('hai');
    warnOnce('một');
    expect(lines).to.deep.equal(['một', 'hai']);
  });

  it('name tag, attribute, value and what was expected', () => {
    const lines = recordConsole();
    warnAttribute(document.createElement('x-any'), 'lead-time', 'soon', 'seconds');
    expect(lines).to.deep.equal(['<x-any> lead-time="soon": expected seconds']);
  });
});
