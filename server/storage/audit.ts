import { type Kysely, PostgresAdapter, sql } from 'kysely';

/** On SQLite, replacing a row deletes the old one without asking the triggers of deletion; so a number is taken only once. */
const SQLITE_TRIGGERS = [
  `create trigger audit_log_update before update on audit_log
    begin select raise(abort, 'the audit log cannot be changed'); end`,
  `create trigger audit_log_delete before delete on audit_log
    begin select raise(abort, 'the audit log cannot be changed'); end`,
  `create trigger audit_log_replace before insert on audit_log
    when exists (select 1 from audit_log where id = new.id)
    begin select raise(abort, 'the audit log cannot be changed'); end`,
];

const POSTGRES_TRIGGERS = [
  `create function audit_log_refuse() returns trigger language plpgsql as
    $$ begin raise exception 'the audit log cannot be changed'; end $$`,
  `create trigger audit_log_change before update or delete or truncate on audit_log
    for each statement execute function audit_log_refuse()`,
];

/** The log of what officials do, which only grows, and what they need to undo it. */
export async function addAudit(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  await db.schema
    .createTable('audit_log')
    .addColumn('id', isPostgres ? 'bigint' : 'integer', (column) =>
      isPostgres ? column.generatedAlwaysAsIdentity().primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('site', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('object_id', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
  await sql`create index audit_of_object on audit_log (kind, object_id, id)`.execute(db);
  await sql`create index audit_of_site on audit_log (site, id)`.execute(db);
  for (const trigger of isPostgres ? POSTGRES_TRIGGERS : SQLITE_TRIGGERS) await sql.raw(trigger).execute(db);

  await db.schema
    .createTable('undo_steps')
    .addColumn('id', 'bigint', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('undone_at', 'bigint')
    .execute();
  await db.schema
    .createTable('undo_items')
    .addColumn('step_id', 'bigint', (column) => column.notNull().references('undo_steps.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('object_id', 'text', (column) => column.notNull())
    .addColumn('before', 'text')
    .addColumn('words', 'text')
    .addColumn('after', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('undo_items_pk', ['step_id', 'object_id'])
    .execute();
  await sql`create index undo_of_object on undo_items (kind, object_id, step_id)`.execute(db);

  await db.schema.alterTable('comment_versions').addColumn('replaced_by', 'text').execute();
  await sql`create index answers_of_parent on comments (parent) where agency is not null`.execute(db);
}
