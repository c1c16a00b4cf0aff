/** Of Microsoft.Compute/virtualMachineScaleSets, that of @azure/arm-compute 25.1.1. One version for all reads and writes. */
export const COMPUTE_API_VERSION = '2026-04-01';
