import { type ComponentType, lazy } from 'react'

/** A named export as a part that is fetched when it is first shown. */
export function lazyPart<Name extends string, Props>(
  load: () => Promise<{ readonly [Key in Name]: ComponentType<Props> }>,
  name: Name,
) {
  return lazy(async () => ({ default: (await load())[name] }))
}
