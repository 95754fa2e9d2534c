package SyTest::Homeserver::Heliograph;

# A server under test: the program in $SYTEST_PROGRAM with a configuration made from $SYTEST_CONFIG, in which
# each @NAME@ stands for a whole TOML value.

use strict;
use warnings;

use parent qw( SyTest::Homeserver );

use Cwd qw( getcwd );
use File::Path qw( make_path remove_tree );
use File::Slurper qw( read_text );
use SyTest::SSL qw( ensure_ssl_key create_ssl_cert );

sub _init
{
   my $self = shift;
   my ( $args ) = @_;

   $self->{$_->[0]} = $ENV{$_->[1]} // die "$_->[1] is not set\n"
      for [ program => "SYTEST_PROGRAM" ], [ template => "SYTEST_CONFIG" ];
   $self->SUPER::_init( $args );
   $self->{federation_port} = main::alloc_port( "heliograph[$self->{hs_index}].federation" );
   $self->{client_port}     = main::alloc_port( "heliograph[$self->{hs_index}].client" );
}

# With a port in its name a server is where its name says: nobody looks for it anywhere else.
sub server_name     { return "$_[0]->{bind_host}:$_[0]->{federation_port}" }
sub federation_host { return $_[0]->{bind_host} }
sub federation_port { return $_[0]->{federation_port} }
sub public_baseurl  { return "http://$_[0]->{bind_host}:$_[0]->{client_port}" }

sub start
{
   my $self = shift;
   my ( $dir, $host ) = @$self{qw( hs_dir bind_host )};

   # The suite uses the same names in each run.
   my $data = "$dir/data";
   remove_tree( $data );
   make_path( "$data/media" );
   ensure_ssl_key( "$dir/tls.key" );
   create_ssl_cert( "$dir/tls.crt", "$dir/tls.key", $host );

   my %values = (
      SERVER_NAME     => text( $self->server_name ),
      PUBLIC_BASEURL  => text( $self->public_baseurl ),
      BIND_HOST       => text( $host ),
      CLIENT_BIND     => text( "$host:$self->{client_port}" ),
      FEDERATION_BIND => text( "$host:$self->{federation_port}" ),
      TLS_CERT        => text( "$dir/tls.crt" ),
      TLS_KEY         => text( "$dir/tls.key" ),
      # The suite runs in its own folder.
      CA_FILE          => text( getcwd() . "/keys/ca.crt" ),
      DATABASE_URL     => text( "sqlite://$data/heliograph.db" ),
      MEDIA_STORAGE    => text( "file://$data/media" ),
      SIGNING_KEY_PATH => text( "$data/signing.key" ),
      # Its own server does not redact as later versions do.
      ROOM_VERSION               => text( "10" ),
      REGISTRATION_SHARED_SECRET => text( "reg_secret" ),
      APPSERVICE_FILES => "[" . join( ", ", map { text( $_ ) } @{ $self->{app_service_config_files} // [] } ) . "]",
   );
   my $config = read_text( $self->{template} );
   $config =~ s/^#.*\n//mg;
   $config =~ s/\@([A-Z_]+)\@/$values{$1} \/\/ die "nothing is called $1\n"/ge;
   my $file = $self->write_file( "config.toml", $config );
   open $self->{log}, ">>:raw", "$dir/server.log" or die "$dir/server.log cannot be written: $!\n";

   my $mail = join ":", @{ $self->{smtp_server_config} }{qw( host port )};
   return $self->_start_process_and_await_connectable(
      command      => [ "env", "HELIOGRAPH_EMAIL__SERVER=$mail", $self->{program}, "serve", "--config", $file ],
      connect_host => $host,
      connect_port => $self->{federation_port},
      name         => "heliograph-$self->{hs_index}",
   )->then( sub { $self->await_connectable( $host, $self->{client_port} ) } );
}

# The suite itself keeps no more than the last lines.
sub _on_output_line
{
   my $self = shift;
   my ( undef, $line ) = @_;
   print { $self->{log} } "$line\n";
   return $self->SUPER::_on_output_line( @_ );
}

# As TOML writes it.
sub text
{
   my ( $text ) = @_;
   $text =~ s/(["\\])/\\$1/g;
   return qq("$text");
}

1;
