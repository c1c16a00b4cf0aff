/** Of Microsoft.Compute/virtualMachineScaleSets, that of @azure/arm-compute 25.1.1. One version for all reads and writes. */
export const COMPUTE_API_VERSION = '2026-04-01';

/**
 * From one read of a scale set or an instance to the next, while something is waited for: compute refills 12 of them a
 * minute and resource, up to 36, and half of that is ours.
 */
export const COMPUTE_LOOK_MS = 10_000;

/** From one listing of a scale set's instances to the next: compute refills 10 of them a minute, and half of that is ours. */
export const COMPUTE_LISTING_MS = 12_000;

/** Longer than any update of a scale set's model that was recorded: 712 s, of 1687. */
export const MODEL_TIMEOUT_MS = 900_000;
