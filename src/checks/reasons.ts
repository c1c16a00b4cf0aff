/**
 * Why an instance is not good, each in words that follow `instance 3 `, such as `is not running (PowerState/stopped)`. None:
 * it is good. Nothing secret: no settings, no command.
 */
export type Reasons = readonly string[];
