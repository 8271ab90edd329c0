import { expect } from '@open-wc/testing';
import { LitElement } from 'lit';
import { LaterPart } from '../src/base/later-part.ts';
import { afterwards, installClock, recordConsole, settled, type Clock } from './support/fixture.ts';

class LaterHost extends LitElement {}
customElements.define('test-later-host', LaterHost);

describe('a file that an element loads later', () => {
  let clock: Clock;
  let lines: string[];
  beforeEach(() => {
    clock = installClock();
    lines = recordConsole();
  });

  /** An element in the page whose file fails so many times; what it has asked for and got. */
  const start = (failures: number) => {
    const host = new LaterHost();
    document.body.append(host);
    afterwards(() => {
      host.remove();
    });
    const got: string[] = [];
    let asked = 0;
    const part = new LaterPart(
      host,
      () => ((asked += 1) > failures ? Promise.resolve('file') : Promise.reject(new Error('404'))),
      (file: string) => got.push(file),
    );
    return { host, part, got, asked: () => asked };
  };

  it('comes once, however often it is asked for', async () => {
    const { part, got, asked } = start(0);
    await Promise.all([part.request(), part.request()]);
    await part.request();
    expect(got).to.deep.equal(['file']);
    expect(asked()).to.equal(1);
    expect(part.hasFailed).to.be.false;
    expect(lines).to.be.empty;
  });

  it('is asked for again by itself, ever less often, and the console is told once', async () => {
    const { part, got, asked } = start(Infinity);
    await part.request();
    const waits: number[] = [];
    for (let seconds = 0, known = asked(); waits.length < 8; seconds += 15) {
      if (asked() !== known) {
        waits.push(seconds);
        [seconds, known] = [0, asked()];
      }
      await clock.tick(15_000);
    }
    expect(waits).to.deep.equal([15, 30, 60, 120, 240, 480, 600, 600]);
    expect(got).to.be.empty;
    expect(part.hasFailed).to.be.true;
    expect(lines.length).to.equal(1);
  });

  it('is not asked for sooner by those who want it meanwhile', async () => {
    const { part, got, asked } = start(1);
    await part.request();
    for (let turn = 0; turn < 20; turn += 1) await part.request();
    await clock.tick(14_000);
    expect(asked()).to.equal(1);
    expect(clock.count()).to.equal(1);
    await clock.tick(1000);
    expect(asked()).to.equal(2);
    expect(got).to.deep.equal(['file']);
    expect(part.hasFailed).to.be.false;
    expect(clock.count()).to.equal(0);
  });

  it('is asked for at once when somebody wants another try, and by itself no more', async () => {
    const { part, got, asked } = start(1);
    await part.request();
    part.retry();
    await settled();
    expect(asked()).to.equal(2);
    expect(got).to.deep.equal(['file']);
    expect(clock.count()).to.equal(0);
  });

  it('is not asked for by an element that has left the page, and again by one that came back', async () => {
    const { host, part, got, asked } = start(1);
    await part.request();
    host.remove();
    part.stop();
    await clock.tick(3_600_000);
    expect(asked()).to.equal(1);
    document.body.append(host);
    await part.request();
    await settled();
    expect(got).to.deep.equal(['file']);
  });
});
