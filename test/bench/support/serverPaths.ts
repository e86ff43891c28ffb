import { join } from 'node:path'
import { programPaths as ofProduct, type ProgramPaths } from '../../../server/app/paths'

/** Where the bench's server finds its pages: the portal that the bench built, not what lies in dist from another day. */
export function programPaths(): ProgramPaths {
  const paths = ofProduct()
  return { ...paths, portalDir: join(paths.portalDir, '../bench/portal') }
}
