import { describe, expect, it } from 'vitest';
import { planExtensionRun } from '../../../../src/strategies/scale-set/payload/force-run.ts';
import { customScript } from '../scale-set-of.ts';

const settings = { fileUris: ['https://example.com/install.sh'], commandToExecute: './install.sh' };
const agent = { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' };

describe('an extension', () => {
  it('runs by itself where its settings are new', () => {
    const inModel = customScript({ settings });
    expect(planExtensionRun(inModel, { settings: { ...settings, timestamp: 2 } }, 'release-7')).toEqual({
      kind: 'changed',
    });
    expect(planExtensionRun(customScript(agent), { settings }, 'release-7')).toEqual({ kind: 'changed' });
  });

  it('is forced where they are the same, in whatever order', () => {
    const { fileUris, commandToExecute } = settings;
    const run = planExtensionRun(
      customScript({ settings }),
      { settings: { commandToExecute, fileUris } },
      'release-7',
    );
    expect(run).toEqual({
      kind: 'forced',
      reason: expect.stringContaining('would not run the script again: forceUpdateTag release-7'),
    });
  });

  it('takes the order of a list for a difference', () => {
    const inModel = customScript({ settings: { fileUris: ['a', 'b'] } });
    expect(planExtensionRun(inModel, { settings: { fileUris: ['b', 'a'] } }, 'release-7').kind).toBe(
      'changed',
    );
  });

  it('takes no settings for empty ones', () => {
    expect(planExtensionRun(customScript(), { settings: {} }, 'release-7').kind).toBe('forced');
  });

  it('is forced where protected settings may be all that is new', () => {
    const run = planExtensionRun(
      customScript({ ...agent, settings }),
      { settings, protectedSettings: { key: 'hunter2' } },
      'release-7',
    );
    expect(run).toEqual({
      kind: 'forced',
      reason: expect.stringMatching(/protected ones cannot be compared(?!.*hunter2)/),
    });
  });

  it('is forced where only protected settings are given, and the public ones that it has go', () => {
    const run = planExtensionRun(
      customScript({ settings }),
      { protectedSettings: { commandToExecute: 'hunter2' } },
      'release-7',
    );
    expect(run).toEqual({
      kind: 'forced',
      reason: expect.stringMatching(/are not given again, so they are taken away.*release-7(?!.*hunter2)/),
    });
  });

  it('is there where this release put it there', () => {
    const inModel = customScript({ settings, forceUpdateTag: 'release-7' });
    expect(planExtensionRun(inModel, { settings, protectedSettings: { a: 1 } }, 'release-7')).toEqual({
      kind: 'there',
    });
  });

  it('is not released with the settings that it has, unless it is a custom script', () => {
    expect(planExtensionRun(customScript({ ...agent, settings }), { settings }, 'release-7')).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(
        /"install-shop" \(Microsoft\.Azure\.Monitor\/AzureMonitorLinuxAgent\) has these settings already/,
      ),
    });
  });
});
