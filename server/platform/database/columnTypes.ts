import type { ColumnType } from 'kysely'

export type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>
/** Filled by the database when left out. */
export type WithDefault<T> = ColumnType<T, T | undefined, T>
