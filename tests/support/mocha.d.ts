/** The globals that @web/test-runner gives to element tests: the part of Mocha's interface that we use. */

type MochaBody = (this: MochaContext) => void | Promise<void>;

interface MochaContext {
  /** Sets the limit of the running test, in milliseconds. */
  timeout(milliseconds: number): void;
  /** Ends the running test as skipped. */
  skip(): never;
}

interface MochaSuite {
  (title: string, body: (this: MochaContext) => void): void;
  only(title: string, body: (this: MochaContext) => void): void;
  skip(title: string, body: (this: MochaContext) => void): void;
}

interface MochaTest {
  (title: string, body: MochaBody): void;
  only(title: string, body: MochaBody): void;
  skip(title: string, body?: MochaBody): void;
}

declare const describe: MochaSuite;
declare const it: MochaTest;
declare function before(body: MochaBody): void;
declare function after(body: MochaBody): void;
declare function beforeEach(body: MochaBody): void;
declare function afterEach(body: MochaBody): void;
