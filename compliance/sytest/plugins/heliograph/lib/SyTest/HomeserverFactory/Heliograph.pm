package SyTest::HomeserverFactory::Heliograph;

# What `run-tests.pl -I Heliograph` finds: it makes the servers under test.

use strict;
use warnings;

use parent qw( SyTest::HomeserverFactory );

require SyTest::Homeserver::Heliograph;

# Tests that are marked for one implementation run for that one only.
sub implementation_name { return "heliograph" }

sub create_server
{
   my $self = shift;
   return SyTest::Homeserver::Heliograph->new( @_ );
}

1;
