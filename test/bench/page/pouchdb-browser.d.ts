/** The few members that the bench uses; the package brings no types. */
declare module 'pouchdb-browser' {
  interface ReplicationResult {
    readonly errors: readonly unknown[]
    readonly docs_written: number
  }
  class PouchDB {
    constructor(name: string, options?: { readonly auto_compaction?: boolean; readonly skip_setup?: boolean })
    static replicate(
      from: PouchDB,
      to: PouchDB,
      options: { readonly batch_size: number; readonly batches_limit: number },
    ): Promise<ReplicationResult>
    info(): Promise<{ readonly doc_count: number }>
    destroy(): Promise<void>
  }
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it.
  export default PouchDB
}
