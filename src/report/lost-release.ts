import { namedInstances } from '../strategies/scale-set/instances/named-instances.ts';
import type { LostCode } from '../strategies/scale-set/perform/last-look.ts';
import { outdatedIds, upgradedIds } from './listed-instances.ts';
import { capital, countOf } from './readable.ts';
import type { Report } from './report.ts';
import type { ScaleSetReport } from './scale-set-report.ts';

const LOST: Readonly<Record<LostCode, true>> = {
  LostModel: true,
  LostSettings: true,
  LostInstances: true,
  LostRecord: true,
};

/** How a run has found, by its last look, that what it had reached is there no more. */
export function lossOf({ failure, scaleSet }: Pick<Report, 'failure' | 'scaleSet'>): LostCode | null {
  const code = scaleSet?.overtaken?.state === 'forgotten' ? 'LostRecord' : (failure?.code ?? '');
  return isLostCode(code) ? code : null;
}

/** Somebody has removed its tags, and what it had brought is taken back all the same. */
export function isForgottenWhenBack({ overtaken }: ScaleSetReport): boolean {
  return overtaken?.state === 'forgotten' && overtaken.isTakenBack;
}

function isLostCode(code: string): code is LostCode {
  return Object.hasOwn(LOST, code);
}

/** A release as the sentences about it name it. */
export interface NamedRelease {
  /** It begins a sentence. */
  readonly release: string;
  readonly payload: string;
  /** What is to be said of the instances. */
  readonly stand: string;
}

export function lostText(
  loss: LostCode,
  { release, payload, stand }: NamedRelease,
  scaleSet: ScaleSetReport,
): string {
  const { name, instances } = scaleSet;
  if (loss === 'LostRecord') {
    const ids = upgradedIds(scaleSet);
    const untold = 'any more: it is not open, and can be neither promoted nor rejected.';
    return ids.length === 0
      ? `No tag knows of the release ${untold}`
      : `${capital(namedInstances(ids))} of ${name} ${ids.length === 1 ? 'has' : 'have'} ${payload}, and no tag knows of their release ${untold}`;
  }
  const upToDate = instances.length - outdatedIds(scaleSet).length;
  return (
    `${release} of ${name} had come to where it was to be, and is not there any more: by a fresh read of Azure, ${stand}, and ` +
    `${upToDate} of ${countOf(instances.length, 'instance')} ${upToDate === 1 ? 'has' : 'have'} what the model has now.`
  );
}
