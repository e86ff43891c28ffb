import type { ColumnType } from 'kysely'

export type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>
/** jsonb that may hold a bare string or null: always written as JSON text. */
export type JsonValue<T> = ColumnType<T, string | null, string | null>
/** Filled by the database when left out. */
export type WithDefault<T> = ColumnType<T, T | undefined, T>
/** jsonb that always holds something, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>
/** jsonb that may be missing. */
export type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>
