/**
 * The ledger: issued and redeemed codes, open deliveries and counted refusals in a database, and the log of requests.
 * Knows the terms of {@code campus.classroom}; of the other rooms none.
 */
package campus.classroom.ledger;
