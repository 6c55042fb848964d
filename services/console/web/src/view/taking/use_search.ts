import { useEffect, useState } from "react";
import { FindCustomers, GetTicketsOf } from "../../api/desk";
import type { WireCustomer, WireTicket } from "../../api/wire";
import { kPauseMs } from "../../state/taking";

/** What the door takes: 2 bytes, so one Chinese character or two letters. */
const kBytesMin = 2;

export interface Search {
  readonly found: readonly WireCustomer[] | null;
  readonly error: unknown;
}

const kNothing: Search = { found: null, error: null };

/** Customers for what is typed, once typing rests; an answer that comes late is dropped. */
export function useSearch(query: string): Search {
  const [search, setSearch] = useState<Search>(kNothing);
  useEffect(() => {
    const words = query.trim();
    if (new TextEncoder().encode(words).length < kBytesMin) {
      setSearch(kNothing);
      return;
    }
    let ended = false;
    const timer = setTimeout(() => {
      FindCustomers(words).then(
        (found) => ended || setSearch({ found, error: null }),
        (error: unknown) => ended || setSearch({ found: null, error }),
      );
    }, kPauseMs);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [query]);
  return search;
}

/** The tickets of a customer; null until they are here. */
export function useTicketsOf(customerId: string): readonly WireTicket[] | null {
  const [tickets, setTickets] = useState<readonly WireTicket[] | null>(null);
  useEffect(() => {
    setTickets(null);
    if (customerId === "") return;
    let ended = false;
    GetTicketsOf(customerId).then(
      (all) => ended || setTickets(all),
      () => ended || setTickets([]),
    );
    return () => void (ended = true);
  }, [customerId]);
  return tickets;
}
