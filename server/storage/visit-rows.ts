/** Visits and page views of one period of a site: `total`, `2020`, `2020-07` or `2020-07-17`. */
export interface VisitCountRow {
  site: string;
  period: string;
  visits: number;
  views: number;
}

/** The same of one hour of a day, as the clocks of the site show it. */
export interface VisitHourRow {
  site: string;
  day: string;
  /** 0 to 23. */
  hour: number;
  visits: number;
  views: number;
}

/** What one minute brought. Kept for some months: see `visits/minutes.ts`. */
export interface VisitMinuteRow {
  site: string;
  /** Whole minutes since 1970. */
  minute: number;
  /** Heartbeats of readers, and those of them that were signed in to the site. */
  beats: number;
  members: number;
  /** Requests of programs that say what they are; counted nowhere else. */
  bots: number;
  visits: number;
  views: number;
  /** When an administrator took its visits and views out of all figures; null while they count. */
  taken_out_at: number | null;
}

/** How often something with a name was counted. */
export interface TallyRow {
  site: string;
  /** Views of a page, visits from a host, clicks on a link. */
  kind: 'page' | 'referrer' | 'link';
  /** `total` or a month, `2020-07`. */
  period: string;
  /** Empty for all those together that had to make room. */
  name: string;
  count: number;
  /** The last day on which it was counted, `2020-07-17`; empty for one of before that was noted. */
  last_day: string;
}

/** How many names there are of a kind. */
export interface TallySizeRow {
  site: string;
  kind: TallyRow['kind'];
  period: string;
  names: number;
}

/** Days that another counter has counted: `visits import`. */
export interface VisitImportRow {
  site: string;
  first_day: string;
  last_day: string;
  visits: number;
  imported_at: number;
}
