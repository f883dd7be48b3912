/** A lending library as an application of Hibernate would map it. */
package dev.zdm.conformance.corpora.hibernate;
