import type { ArmEvent } from '../azure/arm-events.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { ProbeEvent } from '../probe/probe-events.ts';
import type { RecordEvent } from '../record/record-events.ts';

/** The one stream: the log, the summary, the report and the outputs are all readers of it. */
export type RolloutEvent = EngineEvent | ArmEvent | ProbeEvent | RecordEvent;
