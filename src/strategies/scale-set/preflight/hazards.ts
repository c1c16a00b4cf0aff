import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { HealthGate } from '../../../checks/health-gate.ts';
import { healthSourcesOf, judgedBy } from '../../../checks/health-sources.ts';
import { scaleSetArguments } from '../az-vmss.ts';
import type { ScaleSetGoal } from '../goal.ts';
import { describeImage, isFloating } from '../payload/describe-image.ts';

/** What else has a hand in the instances of a scale set. */
export interface Surroundings {
  readonly scaleSet: ScaleSet;
  /** Names of the autoscale settings that are enabled for it. */
  readonly autoscaleSettings: readonly string[];
  /** Of the service AutomaticRepairs, as the scale set's instance view tells it. */
  readonly repairs: 'running' | 'suspended' | 'absent';
  readonly isRollingUpgradeRunning: boolean;
}

export type HazardTerms = Pick<ScaleSetGoal, 'strategy' | 'suspendRepairs'> & {
  readonly payload: 'image' | 'extension' | 'model';
  readonly health: Pick<HealthGate, 'endpoint' | 'command'>;
  /** By the open release, which resumes them where it ends. */
  readonly hasSuspendedRepairs: boolean;
};

export interface Hazards {
  readonly refusals: readonly string[];
  readonly hazards: readonly string[];
}

const nothing: Hazards = { refusals: [], hazards: [] };

/** Everything that would put the new model on instances without being asked, before the first write. */
export function findHazards(surroundings: Surroundings, terms: HazardTerms): Hazards {
  const found = [
    upgradeMode(surroundings),
    automaticUpgrades(surroundings),
    rollingUpgrade(surroundings),
    autoscale(surroundings, terms),
    repairs(surroundings, terms),
    overprovisioning(surroundings),
    floatingImage(surroundings, terms),
    unaskedHealth(surroundings, terms),
  ];
  return {
    refusals: found.flatMap(({ refusals }) => refusals),
    hazards: found.flatMap(({ hazards }) => hazards),
  };
}

function refusal(text: string): Hazards {
  return { refusals: [text], hazards: [] };
}

function hazard(text: string): Hazards {
  return { refusals: [], hazards: [text] };
}

function named({ name }: ScaleSet): string {
  return `The scale set "${name}"`;
}

/** Manual is ARM's default. */
function upgradeMode({ scaleSet }: Surroundings): Hazards {
  const mode = scaleSet.properties.upgradePolicy?.mode ?? 'Manual';
  if (mode === 'Manual') {
    return nothing;
  }
  const how =
    mode === 'Automatic' ? 'all instances, in any order' : 'one batch after another, without a gate';
  return refusal(
    `${named(scaleSet)} has the upgrade policy ${mode}: as soon as its model changes the platform upgrades ${how}. Set ` +
      `upgradePolicy.mode to Manual (az vmss update ${scaleSetArguments(scaleSet.id)} --set upgradePolicy.mode=Manual).`,
  );
}

function automaticUpgrades({ scaleSet }: Surroundings): Hazards {
  const policy = scaleSet.properties.upgradePolicy?.automaticOSUpgradePolicy;
  return policy?.enableAutomaticOSUpgrade === true
    ? refusal(
        `${named(scaleSet)} has automatic OS image upgrades: the platform replaces OS disks by itself, in the middle of a release ` +
          'as well. Set upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade to false (az vmss update ' +
          `${scaleSetArguments(scaleSet.id)} --set upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade=false).`,
      )
    : nothing;
}

function rollingUpgrade({ scaleSet, isRollingUpgradeRunning }: Surroundings): Hazards {
  return isRollingUpgradeRunning
    ? refusal(
        `A rolling upgrade of the platform runs on the scale set "${scaleSet.name}": it would take the new model to every ` +
          `instance. Wait for its end, or cancel it (az vmss rolling-upgrade cancel ${scaleSetArguments(scaleSet.id)}).`,
      )
    : nothing;
}

function autoscale({ scaleSet, autoscaleSettings }: Surroundings, { strategy }: HazardTerms): Hazards {
  if (autoscaleSettings.length === 0) {
    return nothing;
  }
  const who = autoscaleSettings.map((name) => `"${name}"`).join(', ');
  const fact = `${named(scaleSet)} is scaled by the autoscale setting ${who}: instances that it adds have the new model from the start`;
  return hazard(
    strategy === 'canary-percent'
      ? `${fact}, so more than the canaries may get it before anybody has said yes. The canaries are protected from scale-in for ` +
          'the length of the release. To rule it out, disable autoscale until the release is over.'
      : `${fact}. Those that are there before the last look of the rollout are checked as everybody is that has the payload, and count ` +
          'against max-unhealthy; those that it adds after that are not.',
  );
}

/** `Replace` is ARM's default. */
function repairs({ scaleSet, repairs: state }: Surroundings, terms: HazardTerms): Hazards {
  const policy = scaleSet.properties.automaticRepairsPolicy;
  if (policy?.enabled !== true || state === 'absent') {
    return nothing;
  }
  const isSuspendedByUs = state === 'suspended' && terms.hasSuspendedRepairs;
  if (state === 'suspended' && !isSuspendedByUs) {
    return hazard(
      `Automatic repairs of the scale set "${scaleSet.name}" were suspended before this release, and stay so after it.`,
    );
  }
  const action = policy.repairAction ?? 'Replace';
  const fact = `${named(scaleSet)} has automatic repairs by ${action}: ${REPAIRS[action]}`;
  if (terms.suspendRepairs || isSuspendedByUs) {
    return hazard(`${fact}. They are suspended for the length of the release, and resumed in every ending.`);
  }
  return action === 'Replace' && terms.strategy === 'canary-percent'
    ? refusal(`${fact}. Set suspend-repairs: true, or another repairAction.`)
    : hazard(`${fact}. suspend-repairs: true rules it out.`);
}

const REPAIRS = {
  Replace: 'an instance that is sick on the old version comes back on the new model, canary or not',
  Restart: 'an instance that is upgraded at the moment may be restarted meanwhile, as sick',
  Reimage: 'an instance that is upgraded at the moment may be reimaged meanwhile, as sick',
} as const;

/** On by default in a uniform scale set. */
function overprovisioning({ scaleSet }: Surroundings): Hazards {
  const { orchestrationMode, overprovision } = scaleSet.properties;
  return orchestrationMode !== 'Flexible' && overprovision !== false
    ? hazard(
        `${named(scaleSet)} overprovisions: when it is scaled out during the release, more instances with the new model appear ` +
          'than stay, and serve for a while. Set overprovision to false to rule it out.',
      )
    : nothing;
}

function floatingImage({ scaleSet }: Surroundings, { payload }: HazardTerms): Hazards {
  const image = scaleSet.properties.virtualMachineProfile?.storageProfile?.imageReference;
  if (image === undefined || payload === 'image' || !isFloating(image)) {
    return nothing;
  }
  return hazard(
    `The model of the scale set "${scaleSet.name}" has the image ${describeImage(image)} without a pinned version: instances that are ` +
      'added, reimaged or repaired get whatever is the newest by then, with no change of the model. Pin a version to rule it out.',
  );
}

/** Workers have no endpoint, so it is no reason to refuse. */
function unaskedHealth({ scaleSet }: Surroundings, { health }: HazardTerms): Hazards {
  return judgedBy(healthSourcesOf(scaleSet), health) === 'health'
    ? nothing
    : hazard(
        `Nothing tells whether an instance of the scale set "${scaleSet.name}" serves with what it gets: it has no application health extension and no ` +
          'health probe (networkProfile.healthProbe), and no check-http, check-tcp or check-command is given. Whoever is provisioned and runs passes, ' +
          'so a version that starts and serves nobody reaches every instance. Set one of the inputs, or add one of both to the model.',
      );
}
