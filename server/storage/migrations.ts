import type { Kysely, Migration } from 'kysely';
import { addAudit } from './audit.ts';
import { addConversation } from './conversation.ts';
import { addCorrections } from './corrections.ts';
import { addDeskDays } from './desk-days.ts';
import { addDeskIndex } from './desk-index.ts';
import { addDeskWork } from './desk-work.ts';
import { addPeople } from './people.ts';
import { addPolicies } from './policies.ts';
import { addNotices } from './notices.ts';
import { addPosting } from './posting.ts';
import { addRatings } from './ratings.ts';
import { addRoles } from './roles.ts';
import { addVisitDetails } from './visits.ts';
import { addWaiting } from './waiting.ts';

/**
 * Every change of the tables, in order, the same on SQLite and PostgreSQL. A migration that was released is never changed;
 * names sort in the order of time.
 */
export const migrations: Record<string, Migration> = {
  '2026-01-first': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('threads')
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('url', 'text', (column) => column.notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('threads_pk', ['site', 'key'])
        .execute();

      await db.schema
        .createTable('comments')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('thread', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('text', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('consent_at', 'bigint', (column) => column.notNull())
        .addColumn('author_hash', 'text')
        .addColumn('idempotency_key', 'text', (column) => column.notNull())
        .addColumn('request_hash', 'text', (column) => column.notNull())
        .addForeignKeyConstraint('comments_thread', ['site', 'thread'], 'threads', ['site', 'key'])
        .addUniqueConstraint('comments_idempotency', ['site', 'idempotency_key'])
        .execute();
      await db.schema
        .createIndex('comments_of_thread')
        .on('comments')
        .columns(['site', 'thread', 'state', 'created_at', 'id'])
        .execute();
      await db.schema.createIndex('comments_by_state').on('comments').columns(['state', 'created_at']).execute();

      await db.schema
        .createTable('visit_counts')
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('period', 'text', (column) => column.notNull())
        .addColumn('visits', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('visit_counts_pk', ['site', 'period'])
        .execute();

      await db.schema
        .createTable('page_views')
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('page', 'text', (column) => column.notNull())
        .addColumn('views', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('page_views_pk', ['site', 'page'])
        .execute();

      await db.schema
        .createTable('page_counts')
        .addColumn('site', 'text', (column) => column.primaryKey().notNull())
        .addColumn('pages', 'bigint', (column) => column.notNull())
        .execute();

      await db.schema
        .createTable('heartbeats')
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('minute', 'bigint', (column) => column.notNull())
        .addColumn('beats', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('heartbeats_pk', ['site', 'minute'])
        .execute();

      await db.schema
        .createTable('sessions')
        .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
        .addColumn('user_name', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('idle_expires_at', 'bigint', (column) => column.notNull())
        .addColumn('absolute_expires_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('sessions_by_end').on('sessions').column('idle_expires_at').execute();
    },
  },

  '2026-02-accounts': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('accounts')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('login', 'text', (column) => column.notNull().unique())
        .addColumn('display_name', 'text', (column) => column.notNull())
        .addColumn('password_hash', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute();

      await db.schema
        .alterTable('sessions')
        .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
        .execute();
      await db.schema.createIndex('sessions_of_account').on('sessions').column('account_id').execute();
    },
  },

  '2026-03-conversation': { up: addConversation },

  '2026-04-posting': { up: addPosting },

  '2026-05-roles': { up: addRoles },

  '2026-06-audit': { up: addAudit },

  '2026-07-desk-index': { up: addDeskIndex },

  '2026-08-desk-work': { up: addDeskWork },
  '2026-09-policies': { up: addPolicies },

  '2026-10-notices': { up: addNotices },

  '2026-13-people': { up: addPeople },

  '2026-14-corrections': { up: addCorrections },

  '2026-15-desk-days': { up: addDeskDays },

  '2026-16-waiting': { up: addWaiting },

  '2026-17-ratings': { up: addRatings },

  '2026-18-visits': { up: addVisitDetails },
};
