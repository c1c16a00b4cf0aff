import type { Edit } from '../../mutants/mutants.ts';

/** Safeguards that one job at a time has need of. */
const mutantsOfSchedules = {
  /** Tags are written over whatever somebody else has written since they were read. */
  'tags-if-match': [
    { file: 'src/azure/scale-sets/scale-set-tags.ts', snippet: 'ifMatch: scaleSet.etag,', replacement: '' },
  ],
  /** The model is written over whatever somebody else has put into it since it was read. */
  'model-if-match': [
    { file: 'src/azure/scale-sets/scale-set-model.ts', snippet: 'ifMatch: etag,', replacement: '' },
  ],
  /** The same of the protection of an instance. */
  'protection-if-match': [
    {
      file: 'src/azure/scale-sets/instance-protection.ts',
      snippet: 'ifMatch: instance?.etag,',
      replacement: '',
    },
  ],
  /** The model has what was to be written, and nobody minds that its update has failed. */
  'rewrite-of-failed': [
    {
      file: 'src/azure/seen-change.ts',
      snippet: 'if (isCarriedOut && change.isThere(resource)) {',
      replacement: 'void isCarriedOut;\n    if (change.isThere(resource)) {',
    },
  ],
  /** Nobody who comes after a killed run finds out that something is under way. */
  journal: [
    {
      file: 'src/strategies/scale-set/perform/take-lock.ts',
      snippet: '    lock,\n    journal,\n',
      replacement: '    lock,\n',
    },
  ],
  /** Nobody who comes after a canary finds out what it was. */
  'release-tags': [
    {
      file: 'src/strategies/scale-set/perform/take-lock.ts',
      snippet: '...releaseIn(work, step, found.release),',
      replacement: '',
    },
  ],
  /** A step that fails leaves everything as it is, and the run says that it was rolled back. */
  undo: [
    {
      file: 'src/engine/run.ts',
      snippet: 'const undoErrors = await undoInTime(run, started);',
      replacement: 'const undoErrors: unknown[] = [];',
    },
  ],
  /** What is taken back is taken out of the model, and not off the instances. */
  'take-back': [
    {
      file: 'src/strategies/scale-set/perform/take-back.ts',
      snippet: 'if (ids.length === 0 || touched.isModelForeign) {',
      replacement: 'if (ids.length >= 0) {',
    },
    {
      file: 'src/strategies/scale-set/perform/take-back.ts',
      snippet: 'const touched = await readTouched(arm, release, reach, signal);',
      replacement:
        'const touched = { ...(await readTouched(arm, release, reach, signal)), isTakenBack: true, ids: [] };',
    },
  ],
  /** What ARM says of its operations is believed: nobody reads the instances again. */
  'final-re-read': [
    {
      file: 'src/strategies/scale-set/perform/as-expected.ts',
      snippet: "if (expects === 'canaries') {",
      replacement:
        "if (expects !== 'taken-back') {\n    return undefined;\n  }\n  if (expects === 'canaries') {",
    },
    {
      file: 'src/strategies/scale-set/perform/check-instances.ts',
      snippet: "withoutPayload.has(id) ? ['has not got the payload of the release', ...each] : each,",
      replacement: 'each,',
    },
    {
      file: 'src/strategies/scale-set/perform/upgrade-canaries.ts',
      snippet: 'if (without.length > 0) {',
      replacement: 'if (without.length < 0) {',
    },
  ],
  /** Work whose answer was lost is taken for done. */
  'lost-answer': [
    {
      file: 'src/azure/scale-sets/instance-upgrade.ts',
      snippet: 'if (setback === undefined) {',
      replacement: "if (setback === undefined || setback.kind === 'uncertain') {",
    },
  ],
  /** Work whose answer was lost is repeated for everybody, whatever has become of it. */
  'lost-upgrade-compared': [
    {
      file: 'src/azure/scale-sets/instance-upgrade.ts',
      snippet: 'left = instances.filter(isAsked).map(',
      replacement: "left = (setback.kind === 'uncertain' ? instances : instances.filter(isAsked)).map(",
    },
  ],
  /** A reimage whose answer was lost is sent again, and nothing shows whether it was carried out. */
  'lost-reimage-left': [
    {
      file: 'src/azure/scale-sets/instance-upgrade.ts',
      snippet: "isAskedAfterLoss: 'never' }",
      replacement: 'isAskedAfterLoss: () => true }',
    },
  ],
  /** Who ends a release gives nothing back that it has set aside. */
  protection: [
    {
      file: 'src/strategies/scale-set/perform/protection.ts',
      snippet: '    run: ({ signal }) => unprotect(work, signal),',
      replacement: '    run: async () => undefined,',
    },
    {
      file: 'src/strategies/scale-set/perform/protection.ts',
      snippet: '      if (ids.length > 0) {\n        throw',
      replacement: '      if (ids.length < 0) {\n        throw',
    },
  ],
  repairs: [
    {
      file: 'src/strategies/scale-set/perform/repairs.ts',
      snippet: '    run: (context) => resumeForGood(work, context),',
      replacement: '    run: async () => undefined,',
    },
    {
      file: 'src/strategies/scale-set/perform/repairs.ts',
      snippet: 'if (setAsideOf(work, readRecord(tags)).hasSuspendedRepairs) {',
      replacement: 'if (tags === null) {',
    },
  ],
  /** Whoever is upgraded, all others are restarted too. */
  'others-left-alone': [
    {
      file: 'src/azure/scale-sets/instance-upgrade.ts',
      snippet: '  let left = instanceIds;\n',
      replacement:
        "  await arm.write({ method: 'POST', path: scaleSetId + '/restart', apiVersion: COMPUTE_API_VERSION, pace: 'as-told' }, signal).catch(() => undefined);\n  let left = instanceIds;\n",
    },
  ],
  /** A canary is of one instance more than was asked for, and its record says so. */
  'as-few-as-asked': [
    {
      file: 'src/strategies/scale-set/plan/choose-canaries.ts',
      snippet: '].slice(0, count);',
      replacement: '].slice(0, count + 1);',
    },
  ],
  /** The model gets something that nobody has asked for, beside the payload, and keeps it when that is taken back. */
  'smallest-write': [
    {
      file: 'src/azure/scale-sets/scale-set-model.ts',
      snippet: 'virtualMachineProfile: { storageProfile: { imageReference } }',
      replacement: "virtualMachineProfile: { storageProfile: { imageReference }, userData: 'bW9yZQ==' }",
    },
  ],
  /** The same, outside of what instances take over. */
  'smallest-write-outside-of-profile': [
    {
      file: 'src/azure/scale-sets/scale-set-model.ts',
      snippet: 'body: { properties: { virtualMachineProfile: { storageProfile',
      replacement: 'body: { properties: { overprovision: true, virtualMachineProfile: { storageProfile',
    },
  ],
  /** The same, beside the settings of an extension. */
  'smallest-write-of-extension': [
    {
      file: 'src/azure/scale-sets/scale-set-model.ts',
      snippet: '...configuration, forceUpdateTag }',
      replacement: '...configuration, forceUpdateTag, suppressFailures: true }',
    },
  ],
  /** Every look at an instance finds it well. */
  'health-gate': [
    {
      file: 'src/checks/good-run.ts',
      snippet: 'if (reasons.length > 0) {',
      replacement: 'if (reasons.length < 0) {',
    },
  ],
  /** What was found of the instances counts, and nobody holds it against what is allowed. */
  'max-unhealthy': [
    {
      file: 'src/strategies/scale-set/instances/unhealthy-budget.ts',
      snippet: 'isBreached: becameUnhealthy.length > budget.count,',
      replacement: 'isBreached: false,',
    },
  ],
  /** Who has not got what the model has is told as updated. */
  'updated-as-seen': [
    {
      file: 'src/strategies/scale-set/observed/see-release.ts',
      snippet: 'isUpToDate: upToDate,',
      replacement: 'isUpToDate: true,',
    },
  ],
  /** Who is not well is told of by nobody. */
  'unhealthy-told': [
    {
      file: 'src/report/listed-instances.ts',
      snippet: "seen = instances.filter(({ role }) => role === 'unhealthy' || role === 'quarantined');",
      replacement: 'seen = instances.slice(instances.length);',
    },
    {
      file: 'src/report/listed-instances.ts',
      snippet: '...unhealthyFindings(scaleSet).map(({ instanceId }) => instanceId),',
      replacement: '',
    },
  ],
  /** Whoever is not well is told to be switched off. */
  'quarantined-as-seen': [
    {
      file: 'src/report/listed-instances.ts',
      snippet: "instances.filter(({ role }) => role === 'quarantined').map",
      replacement: "instances.filter(({ role }) => role === 'quarantined' || role === 'unhealthy').map",
    },
  ],
  /** Debug output prints the members of a body that are secret. */
  'debug-without-secrets': [
    {
      file: 'src/azure/arm/arm-transport.ts',
      snippet: "SECRET_MEMBER.test(name) ? '***' : value",
      replacement: 'SECRET_MEMBER.test(name) ? value : value',
    },
  ],
  /** Whoever finds its tags removed leaves protection and suspended repairs where nobody knows of them. */
  'give-back-forgotten': [
    {
      file: 'src/strategies/scale-set/perform/give-back-forgotten.ts',
      snippet: 'await giveBackAndTell(work, limited);',
      replacement: 'void giveBackAndTell;',
    },
  ],
  /** What somebody else has put into the model in the meantime is not seen at the end. */
  'model-at-the-end': [
    {
      file: 'src/strategies/scale-set/perform/last-look.ts',
      snippet: '  requireLeftModel(work, step, scaleSet);\n  if (hasJudged)',
      replacement: '  void requireLeftModel;\n  if (hasJudged)',
    },
  ],
  /** The tag that is left does not tell a rejection from a release. */
  'last-tells-of-rejection': [
    {
      file: 'src/strategies/scale-set/perform/write-record.ts',
      snippet: "const kind = method === 'take-back' ? 'rollback' : 'run';",
      replacement: "const kind = 'run' as const;\n  void method;",
    },
  ],
  /** A release that takes itself back leaves no word of it. */
  'last-tells-of-undoing': [
    {
      file: 'src/strategies/scale-set/perform/take-lock.ts',
      snippet:
        'return leavesRecord ? lastReleaseOf(work, { kind, strategy, method, isModelForeign }) : null;',
      replacement: 'void kind;\n  void leavesRecord;\n  void isModelForeign;\n  return null;',
    },
  ],
  /** What there was is put back as the model named it, without a version: that brings the rejected one. */
  'pinned-previous': [
    {
      file: 'src/strategies/scale-set/payload/pinned-previous.ts',
      snippet: "previous: { kind: 'image', image: newest.image, inModel: 'unpinned' }",
      replacement: "previous: { kind: 'image', image: unpinned }",
    },
    {
      file: 'src/strategies/scale-set/payload/model.ts',
      snippet: "return previous.kind === 'image' ? !isFloating(previous.image) :",
      replacement: "return previous.kind === 'image' ? true :",
    },
  ],
  /** A tag is left that nobody reads. */
  'no-stray-tag': [
    {
      file: 'src/strategies/scale-set/perform/write-record.ts',
      snippet: '        ? withRecord(tags, {\n',
      replacement: "        ? withRecord({ ...tags, 'azure-rollout-leftover': 'x' }, {\n",
    },
  ],
  /** Whoever fails keeps its lock until that ends by itself. */
  'lock-given-up': [
    {
      file: 'src/strategies/scale-set/record/scale-set-record.ts',
      snippet: 'isOwn(readRecord(tags), lease)',
      replacement: 'lease === undefined',
    },
  ],
} as const satisfies Record<string, readonly Edit[]>;

/** Those that keep several at once apart. */
const mutantsOfRaces = {
  'lock-if-match': mutantsOfSchedules['tags-if-match'],
  /** Who has taken the lock once never looks at it again. */
  'lock-before-write': [
    {
      file: 'src/strategies/scale-set/perform/guarded.ts',
      snippet: 'await look(fresh, signal);',
      replacement: 'void look;\n          void fresh;',
    },
    {
      file: 'src/strategies/scale-set/perform/guarded.ts',
      snippet: 'await lookForwards(work, context.signal);',
      replacement: '',
    },
  ],
  /** The lock is looked at before a step, and not before the writes that follow its waits. */
  'lock-before-step-only': [
    {
      file: 'src/strategies/scale-set/perform/guarded.ts',
      snippet: 'await look(fresh, signal);',
      replacement: 'void look;\n          void fresh;',
    },
  ],
} as const satisfies Record<string, readonly Edit[]>;

export const releaseMutants = { ...mutantsOfSchedules, ...mutantsOfRaces } as const;

export type ReleaseMutant = keyof typeof releaseMutants;

export const releaseMutantNames = Object.keys(releaseMutants) as readonly ReleaseMutant[];

/** What has to find it. */
export function proofOf(name: ReleaseMutant): 'schedules' | 'races' {
  return Object.hasOwn(mutantsOfRaces, name) ? 'races' : 'schedules';
}
