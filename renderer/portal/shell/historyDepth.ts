/** How many entries of this tab's history, made by the portal itself, lie before the current one. Kept in the entry's state. */
export function historyDepth(state: unknown): number {
  if (typeof state !== 'object' || state === null || !('depth' in state)) return 0
  const { depth } = state
  return typeof depth === 'number' && Number.isInteger(depth) && depth > 0 ? depth : 0
}
