/** `instance 3`, `instances 3, 7`. @param noun at the beginning of a sentence, `Instance`. */
export function namedInstances(ids: readonly string[], noun: 'instance' | 'Instance' = 'instance'): string {
  return `${noun}${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
}
