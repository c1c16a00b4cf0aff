/** A bad option: which one, what it was, what is allowed. */
export class OptionError extends Error {
  constructor(name: string, value: string, allowed: string) {
    super(`--${name} is '${value}'; it must be ${allowed}.`);
    this.name = 'OptionError';
  }
}
